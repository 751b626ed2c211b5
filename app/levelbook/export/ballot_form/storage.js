// What was typed, kept by the browser over a reload. A browser may refuse; then the page says so.

/** A ballot of which nothing is filled in. The tag tells the files of people without names apart. */
function emptyBallot() {
  const tag = Array.from(crypto.getRandomValues(new Uint8Array(2)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { name: "", anonymous: false, tag, answers: new Map() };
}

/** All pages on disk share one store, so a form goes by what it asks whom, and in which round. */
function placeOf(asked) {
  return "levelbook ballot " + JSON.stringify([asked.team, asked.questionnaire, asked.version, asked.digest, asked.after]);
}

/** Whether the browser keeps it. */
function keep(place, ballot) {
  try {
    localStorage.setItem(place, JSON.stringify({ ...ballot, answers: Array.from(ballot.answers) }));
    return true;
  } catch {
    return false;
  }
}

function forget(place) {
  try {
    localStorage.removeItem(place);
  } catch {
    // Nothing was kept there either.
  }
}

/** The text kept in a place: null where there is none, undefined where the browser does not say. */
function kept(place) {
  try {
    return localStorage.getItem(place);
  } catch {
    return undefined;
  }
}

/** The ballot that a kept text holds; what this form does not ask or could not have kept is left out. */
function ballotFrom(text, asked) {
  const ballot = emptyBallot();
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return ballot;
  }
  if (found === null || typeof found !== "object") return ballot;
  if (typeof found.name === "string") ballot.name = found.name;
  if (typeof found.anonymous === "boolean") ballot.anonymous = found.anonymous;
  if (/^[0-9a-f]{4}$/.test(found.tag)) ballot.tag = found.tag;
  const given = new Map(Array.isArray(found.answers) ? found.answers.filter(Array.isArray) : []);
  for (const practice of asked.sections.flatMap((section) => section.practices)) {
    const answer = given.get(practice.id);
    if (answer === null || typeof answer !== "object") continue;
    const choices = ["", "unsure", ...practice.statements.keys()].map(String);
    ballot.answers.set(practice.id, {
      choice: choices.includes(answer.choice) ? answer.choice : "",
      note: typeof answer.note === "string" ? answer.note : "",
    });
  }
  return ballot;
}
