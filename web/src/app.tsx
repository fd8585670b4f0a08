import { Detail } from "./views/detail";
import { Head } from "./views/head";
import { Lamps } from "./views/lamps";
import { Needs } from "./views/needs";
import { Points } from "./views/points";
import { Settings } from "./views/settings";
import { SignIn } from "./views/sign_in";
import { Strike } from "./views/strike";
import { say } from "./words/say";

export function App() {
  return (
    <>
      <a class="skip" href="#needs" onClick={(e) => (e.preventDefault(), document.getElementById("needs")?.focus())}>
        {say("skip")}
      </a>
      <Settings />
      <main>
        <Head />
        <SignIn />
        <Lamps />
        <Strike />
        <Needs />
        <Points />
      </main>
      <Detail />
    </>
  );
}
