import { useSignal } from "@preact/signals";
import { signIn } from "../api/client";
import { keepReading } from "../live";
import { stranger } from "../state";
import { language, say } from "../words/say";
import { Said } from "./said";

/** Who are you? Asked where the server knows accounts and not this reader. */
export function SignIn() {
  const refused = useSignal("");
  if (!stranger.value) return null;
  return (
    <form
      class="sign-in"
      aria-labelledby="sign-in-heading"
      onSubmit={(e) => {
        e.preventDefault();
        const said = new FormData(e.currentTarget);
        const of = (name: string) => String(said.get(name) ?? "");
        signIn({ organisation: of("organisation"), name: of("name"), password: of("password") }, language.value)
          .then(() => ((refused.value = ""), keepReading()))
          .catch((fault: unknown) => (refused.value = fault instanceof Error ? fault.message : String(fault)));
      }}
    >
      <h2 id="sign-in-heading">{say("sign_in.heading")}</h2>
      <label>
        {say("sign_in.organisation")} <input name="organisation" autoComplete="organization" required />
      </label>
      <label>
        {say("sign_in.name")} <input name="name" autoComplete="username" required />
      </label>
      <label>
        {say("sign_in.password")} <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button type="submit">{say("sign_in.do")}</button>
      <div role="alert">{refused.value && <Said text={refused.value} class="notice" />}</div>
    </form>
  );
}
