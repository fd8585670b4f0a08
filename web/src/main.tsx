import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app";
import { begin, verdicts } from "./state";
import "./style.css";
import { direction, language, say } from "./words/say";

effect(() => {
  document.documentElement.lang = language.value;
  document.documentElement.dir = direction(language.value);
  document.title = verdicts.value ? `${say("title.page", { corridor: verdicts.value.corridor })} - serai` : "serai";
});
begin();
const root = document.getElementById("console");
if (root) render(<App />, root);
