/** What axe-core finds on dark pages. */

import { launchBrowser } from "../../support/browser.js";
import { fileScope } from "../../support/scope.js";
import { testScheme } from "./scheme.js";

const browser = await launchBrowser(fileScope());

testScheme(browser, "dark");
