// The demo page: the streamed answer, the framed one, and the live view of what was sent.

import { fitFrames } from "./frame.js";
import { streamAnswers } from "./stream.js";
import { follow } from "./wire/feed.js";
import { jump } from "./wire/jump.js";
import { line } from "./wire/line.js";
import { list } from "./wire/list.js";
import { request } from "./wire/request.js";
import { showState } from "./wire/state.js";
import { tabs } from "./wire/tabs.js";

fitFrames();
streamAnswers();
tabs();
follow("/demo/requests", list("requests", request, jump()), showState);
follow("/demo/lines", list("lines", line));
