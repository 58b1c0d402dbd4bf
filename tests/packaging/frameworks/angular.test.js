import { join } from "node:path";

import { serveFolder } from "../../support/site.js";
import { testFramework } from "./framework.js";

await testFramework({
  name: "angular",
  template: "src/answer.ts",
  check: "build",
  mistakes: [
    ['= "faces"', '= "hearts"', `Type '"hearts"' is not assignable`],
    ["event.detail.id)", "event.detail.idea)", "Property 'idea' does not exist on type 'FeedbackEvent'"],
  ],
  site: (t, home) => serveFolder(t, join(home, "dist/browser")),
});
