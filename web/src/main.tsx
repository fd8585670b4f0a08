import { effect } from "@preact/signals";
import { render } from "preact";
import { keepAddress } from "./address";
import { App } from "./app";
import { keepLive } from "./live";
import { theme, verdicts } from "./state";
import "./style.css";
import { keepSupposing } from "./suppose";
import { direction, language, say } from "./words/say";

keepAddress();
effect(() => {
  const page = document.documentElement;
  page.lang = language.value;
  page.dir = direction(language.value);
  page.dataset["theme"] = theme.value;
  document.title = verdicts.value ? `${say("title.page", { corridor: verdicts.value.corridor })} - serai` : "serai";
});
keepLive();
keepSupposing();
const root = document.getElementById("console");
if (root) render(<App />, root);
