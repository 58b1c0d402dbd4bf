/** What stands in the place of st.feedback and of streamlit-feedback, beside the originals. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { VERSIONS, startStreamlit } from "../support/streamlit.js";
import { visit } from "./visit.js";

const file = fileScope();
const browser = await launchBrowser(file);

/** Places on the page, in the order of tests/streamlit/views/drop_in.py: [how many choices, the one that is clicked]. */
const OPTIONS = /** @type {const} */ ({ thumbs: [2, 1], faces: [5, 3], stars: [5, 1] });

/** Faces in the original's iframe, worst first; thumbs are up, down. */
const CHOICES = { thumbs: ["👎", 1], faces: ["🙂", 3] };

for (const version of VERSIONS) {
  const app = await startStreamlit(file, version, "tests/streamlit/app.py");

  test(`${version}: st_feedback gives what st.feedback gives, to its callback and its state too`, async (t) => {
    const visited = await visit(t, browser, `${app.url}/drop_in`);
    const originals = visited.page.getByTestId("stFeedback").or(visited.page.locator("[data-testid=stButtonGroup]"));
    for (const [at, [options, [count, chosen]]] of Object.entries(OPTIONS).entries()) {
      assert.deepEqual(await visited.now(`${options}-ours`), [null, null, null]);
      // The thumb up comes first, and is 1.
      const place = options === "thumbs" ? 0 : chosen;
      await originals.nth(at).getByRole("radio").or(originals.nth(at).getByRole("button")).nth(place).click();
      const widget = visited.widget(at);
      const ours = options === "thumbs" ? widget.up : widget.points.nth(place);
      assert.equal(options === "thumbs" ? 2 : await widget.points.count(), count);
      const theirs = await visited.python(`${options}-original`, ([value]) => value === chosen);
      await ours.click();
      assert.deepEqual(await visited.python(`${options}-ours`, ([value]) => value !== null), theirs);
      assert.deepEqual(theirs, [chosen, chosen, ["heard", chosen]]);
    }
    // Nothing was chosen, and nobody can choose.
    const [standard, disabled] = [visited.widget(3), visited.widget(4)];
    await eventually("the default", async () => (await standard.rating()) === "3 stars");
    assert.equal(await visited.now("default-ours"), 2);
    await disabled.disabled();
    await visited.picture(`${version}-drop-in`);
  });

  test(`${version}: st_feedback can be cleared, its default too`, async (t) => {
    const visited = await visit(t, browser, `${app.url}/drop_in`);
    const standard = visited.widget(3);
    await eventually("the default", async () => (await standard.rating()) === "3 stars");
    await standard.star(3).click();
    await visited.python("default-ours", (value) => value === null);
    assert.equal(await standard.rating(), null);
  });

  test(`${version}: streamlit_feedback gives what streamlit-feedback gives, once`, async (t) => {
    const visited = await visit(t, browser, `${app.url}/drop_in`);
    const frames = visited.page.locator("iframe[title*=streamlit_feedback]");
    for (const [at, [kind, label]] of [["thumbs", null], ["thumbs", "Why?"], ["faces", null], ["faces", "Why?"]].entries()) {
      const [score, choice] = CHOICES[/** @type {"thumbs" | "faces"} */ (kind)];
      const original = frames.nth(at).contentFrame();
      const widget = visited.widget(5 + at);
      await original.locator("svg").nth(Number(choice)).click();
      await (kind === "thumbs" ? widget.down : widget.points.nth(Number(choice))).click();
      if (label) {
        await original.locator("input,textarea").first().fill("Because");
        await original.getByRole("button", { name: "Submit" }).click();
        assert.equal(await widget.text.getAttribute("placeholder"), "Why?");
        await widget.say("Because");
      }
      const theirs = await visited.python(`${kind}-${label ?? "None"}-original`, (said) => said !== null);
      const ours = await visited.python(`${kind}-${label ?? "None"}-ours`, (said) => said !== null);
      assert.deepEqual(ours, theirs);
      assert.deepEqual(ours, { type: kind, score, text: label ? "Because" : null, word: "x" });
      await widget.disabled();
    }
  });

  test(`${version}: streamlit_feedback with a label waits for the comment, and goes on without when its box is closed`, async (t) => {
    const visited = await visit(t, browser, `${app.url}/drop_in`);
    const widget = visited.widget(6);
    await widget.up.click();
    await widget.text.waitFor();
    assert.equal(await visited.now("thumbs-Why?-ours"), null);
    await widget.close.click();
    assert.deepEqual(await visited.python("thumbs-Why?-ours", (said) => said !== null), { type: "thumbs", score: "👍", text: null, word: "x" });
  });
}
