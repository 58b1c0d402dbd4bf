/** Builds the widget: pkg/wasm from the Rust, then pkg/dist from pkg. */

import { buildDist } from "./dist.js";
import { buildWasm } from "./wasm.js";

buildWasm();
await buildDist();
