import { stranger, view } from "./state";
import { Card } from "./views/card";
import { DataPage } from "./views/data";
import { Detail } from "./views/detail";
import { Head } from "./views/head";
import { Lamps } from "./views/lamps";
import { MapView } from "./views/map";
import { Needs } from "./views/needs";
import { PlacePage } from "./views/place";
import { Points } from "./views/points";
import { Resilience } from "./views/resilience";
import { Settings } from "./views/settings";
import { SignIn } from "./views/sign_in";
import { Consequences, Strike } from "./views/strike";
import { Timeline } from "./views/timeline";
import { say } from "./words/say";

export function App() {
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => (e.preventDefault(), document.getElementById("main")?.focus())}>
        {say("skip")}
      </a>
      <Settings />
      <main id="main" tabIndex={-1}>
        {stranger.value ? <Stranger /> : <Shown />}
      </main>
      <Detail />
    </>
  );
}

function Stranger() {
  return (
    <>
      <Head />
      <SignIn />
    </>
  );
}

function Shown() {
  if (view.value === "resilience") return <Resilience />;
  if (view.value === "data") return <DataPage />;
  if (view.value === "place")
    return (
      <div class="beside">
        <MapView />
        <PlacePage />
      </div>
    );
  return (
    <>
      <Head />
      <Lamps />
      <Strike />
      <div class="beside">
        <MapView />
        <div class="side">
          <Card />
          <Consequences />
          <Points />
        </div>
      </div>
      <Timeline />
      <Needs />
    </>
  );
}
