// What the server answers: typed by its own description, refusals as they are said.
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Verdicts = Schemas["VerdictsBody"];
export type Verdict = Schemas["VerdictBody"];
export type Lamp = Schemas["LampBody"];
export type Assessment = Schemas["AssessmentBody"];
export type Need = Schemas["NeedBody"];
export type SinglePoint = Schemas["SinglePointBody"];
export type State = Verdict["state"];
export type Corridor = Schemas["CorridorBody"];
export type Ladder = Schemas["LadderBody"];
export type Looks = Schemas["LooksBody"];
export type PlacedNeed = Schemas["PlacedNeedBody"];
export type SinglePoints = Schemas["SinglePointsBody"];
export type Lanes = Schemas["LanesBody"];
export type Region = Schemas["RegionBody"];
export type Plan = Schemas["PlanBody"];
export type Matrix = Schemas["MatrixBody"];
export type Advice = Schemas["AdviceBody"];
export type Ages = Schemas["AgesBody"];
export type Check = Schemas["CheckBody"];
export interface Supposal {
  readonly losses: string[];
  readonly terms: string[];
  readonly areas: object[];
}
export type Part =
  | Schemas["SupposedStates"]
  | Schemas["SupposedVerdict"]
  | Schemas["SupposedFortnight"]
  | Schemas["SupposedEnd"];

/** A refusal of the server in its own sentence, and when to ask again (s). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    sentence: string,
    readonly again_s: number | null,
  ) {
    super(sentence);
  }
}

const ROOT = "api/v1/";
const PATIENCE_MS = 90_000; // of a question that takes long
const TOKEN = "serai.csrf"; // of the session of this tab; the session itself is a cookie that no script reads

/** What must go along with whatever is posted. */
function posted(language: string): Record<string, string> {
  const token = sessionStorage.getItem(TOKEN);
  return {
    "Content-Type": "application/json",
    "Accept-Language": language,
    ...(token ? { "X-CSRF-Token": token } : {}),
  };
}

/** Open a session, or be refused in a sentence. */
export async function signIn(asked: Schemas["LogInAsked"], language: string): Promise<void> {
  const answer = await fetch(`${ROOT}session`, {
    method: "POST",
    headers: posted(language),
    body: JSON.stringify(asked),
  });
  if (!answer.ok) throw await refusal(answer);
  sessionStorage.setItem(TOKEN, ((await answer.json()) as Schemas["SessionBody"]).csrf);
}

async function refusal(answer: Response): Promise<Refusal> {
  const again = Number(answer.headers.get("Retry-After"));
  let sentence = `${answer.status} ${answer.statusText}`;
  try {
    const said = (await answer.json()) as { detail?: string };
    sentence = said.detail ?? sentence;
  } catch {
    // not a problem of the server's own words: a proxy's page
  }
  return new Refusal(answer.status, sentence, Number.isFinite(again) && again > 0 ? again : null);
}

/** Ask this host, and give up after a while: a link that is only half there answers nothing and ends nothing. */
async function asked<T>(path: string, how: RequestInit, ms: number, take: (answer: Response) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const outer = how.signal;
  const timer = setTimeout(() => ending.abort(new DOMException(`no answer within ${ms / 1000} s`, "TimeoutError")), ms);
  try {
    return await take(await fetch(path, { ...how, signal: outer ? AbortSignal.any([outer, ending.signal]) : ending.signal }));
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the server is there at all: the cheapest question, soon given up. */
export async function there(ms: number): Promise<void> {
  await asked("health", { cache: "no-store" }, ms, (answer) => answer.text());
}

/** What a path answers in a language; null where it has not changed since `tag`. */
export async function read<T>(
  path: string,
  language: string,
  tag: string | null,
  signal?: AbortSignal,
  ms: number = PATIENCE_MS,
): Promise<{ body: T; tag: string | null } | null> {
  const headers: Record<string, string> = { "Accept-Language": language };
  if (tag) headers["If-None-Match"] = tag;
  return asked(ROOT + path, signal ? { headers, signal } : { headers }, ms, async (answer) => {
    if (answer.status === 304) return null;
    if (!answer.ok) throw await refusal(answer);
    return { body: (await answer.json()) as T, tag: answer.headers.get("ETag") };
  });
}

/** What a path answers to what is posted. */
export async function ask<T>(path: string, body: object, language: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(ROOT + path, {
    method: "POST",
    headers: posted(language),
    body: JSON.stringify(body),
    signal,
  });
  if (!answer.ok) throw await refusal(answer);
  return (await answer.json()) as T;
}

/** The bytes of a path of this host. */
export async function bytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  return asked(ROOT + path, signal ? { signal } : {}, PATIENCE_MS, async (answer) => {
    if (!answer.ok) throw await refusal(answer);
    return answer.arrayBuffer();
  });
}

/** The parts of a what-if as they are found. */
export async function suppose(
  asked: Supposal,
  language: string,
  signal: AbortSignal,
  tell: (part: Part) => void,
): Promise<void> {
  const answer = await fetch(`${ROOT}what-if`, {
    method: "POST",
    headers: posted(language),
    body: JSON.stringify({ ...asked, fortnight: false }),
    signal,
  });
  if (!answer.ok) throw await refusal(answer);
  if (!answer.body) return;
  const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let left = "";
  for (;;) {
    const { value, done } = await lines.read();
    left += value ?? "";
    const parts = left.split("\n");
    left = parts.pop() ?? "";
    for (const part of parts) if (part) tell(JSON.parse(part) as Part);
    if (done) return;
  }
}
