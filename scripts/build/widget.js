/** Builds the widget: pkg/wasm and pkg/plain from the Rust, then pkg/dist from pkg. */

import { buildDist } from "./dist.js";
import { buildPlain, buildWasm } from "./wasm.js";

buildWasm();
buildPlain();
await buildDist();
