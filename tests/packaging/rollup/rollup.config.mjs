import resolve from "@rollup/plugin-node-resolve";
import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";

export default {
  input: "src/main.mjs",
  output: { dir: "public/js" },
  plugins: [resolve(), importMetaAssets()],
};
