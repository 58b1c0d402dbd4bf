import { createRoot } from "react-dom/client";

import { Answer } from "./Answer.tsx";

createRoot(document.querySelector("#app")!).render(<Answer text="Your flight leaves at 9." spanId="20245611112024561111" />);
