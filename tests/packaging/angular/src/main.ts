import { provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";

import { Answer } from "./answer";

void bootstrapApplication(Answer, { providers: [provideZonelessChangeDetection()] });
