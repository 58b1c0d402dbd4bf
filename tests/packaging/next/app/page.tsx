import { Answer } from "./Answer";

export const dynamic = "force-dynamic";

export default function Page() {
  return <Answer text="Your flight leaves at 9." spanId="20245611112024561111" />;
}
