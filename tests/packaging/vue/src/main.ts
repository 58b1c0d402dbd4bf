import { createApp } from "vue";

import Answer from "./Answer.vue";

createApp(Answer, { text: "Your flight leaves at 9.", spanId: "20245611112024561111" }).mount("#app");
