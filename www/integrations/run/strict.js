import { fitFrames } from "../../frame.js";

fitFrames();
