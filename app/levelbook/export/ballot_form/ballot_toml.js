"use strict";
// The ballot as the TOML that `levelbook ballot import` takes in. Nothing here touches the page.

/** One TOML string on one line. JSON escapes what TOML escapes, except DEL; half a surrogate pair is no character. */
function tomlString(text) {
  const whole = text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) => (found.length === 2 ? found : "\ufffd"));
  // Allowed as they are, but a reader of the file could not see them.
  const unseen = /[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
  return JSON.stringify(whole).replace(unseen, (found) => "\\u" + found.charCodeAt(0).toString(16).padStart(4, "0"));
}

function tomlKey(text) {
  return /^[A-Za-z0-9_-]+$/.test(text) ? text : tomlString(text);
}

/** Whether anything was said about a practice. */
function saysSomething(answer) {
  return answer !== undefined && (answer.choice !== "" || answer.note.trim() !== "");
}

/** The text of the ballot. `ballot.answers` maps a practice's id to its choice ("", "unsure" or a level) and note. */
function ballotText(asked, ballot) {
  const practices = asked.sections.flatMap((section) => section.practices);
  const answered = practices.filter((practice) => saysSomething(ballot.answers.get(practice.id)));
  const lines = [
    "# A ballot for levelbook. Hand it to whoever runs the workshop; `levelbook ballot import FILE` takes it in.",
    "format = 1",
    `questionnaire = ${tomlString(asked.questionnaire)}`,
    `version = ${tomlString(asked.version)}`,
    `tables = ${answered.length}`, // a file that lost its end is refused
  ];
  lines.push(`team = ${tomlString(asked.team)}`); // downloads may hold the ballots of several teams
  lines.push(`after = ${tomlString(asked.after)}`); // and of several rounds
  lines.push(`form = ${tomlString(ballot.tag)}`); // whoever saves again sends the same ballot, without a name too
  if (!ballot.anonymous) lines.push(`participant = ${tomlString(ballot.name.trim())}`);
  for (const practice of answered) {
    const answer = ballot.answers.get(practice.id);
    lines.push("", `[answers.${practice.id.split(".").map(tomlKey).join(".")}]`);
    if (answer.choice === "unsure") lines.push("unsure = true");
    else if (answer.choice !== "") lines.push(`level = ${answer.choice}`);
    if (answer.note.trim() !== "") lines.push(`note = ${tomlString(answer.note)}`);
    if (practice.wording !== "") lines.push(`wording = ${tomlString(practice.wording)}`);
  }
  return lines.join("\n") + "\n";
}

/** `ballot-ana-lima.toml`; letters of every script stay, since every system has names for them by now. */
function ballotFileName(ballot) {
  const name = ballot.anonymous ? `anonymous ${ballot.tag}` : ballot.name.slice(0, 200);
  const plain = name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  const words = plain.match(/[\p{L}\p{M}\p{N}]+/gu) || [];
  const short = Array.from(words.join("-")).slice(0, 40).join("").replace(/-+$/, "");
  return `ballot-${short || "participant"}.toml`;
}
