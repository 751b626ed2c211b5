// What happens on the page. Every text is put there as text, never as markup.

const asked = JSON.parse(byId("asked").textContent);
const practices = asked.sections.flatMap((section) => section.practices);
const place = placeOf(asked);
const QUIET = 1200; // milliseconds without a change before the progress is spoken

let ballot = emptyBallot();
let isKept = true;
let lastKept; // the text that this window read or kept last
let isSaved = true; // as a file, since the last change
let lastPlace = -1; // which practice was looked at last
let downloadUrl = "";
let speaking = 0;

function byId(id) {
  return document.getElementById(id);
}

function copyOf(template) {
  return byId(template).content.firstElementChild.cloneNode(true);
}

function many(count, one, several) {
  return `${count} ${count === 1 ? one : several}`;
}

function answerTo(practice) {
  return ballot.answers.get(practice.id) || { choice: "", note: "" };
}

function isAnswered(practice) {
  return !isOpen(practice) && !isUnsure(practice);
}

/** "I can't say" is worth saving, and no answer: levelbook counts the ballot in these words too. */
function isUnsure(practice) {
  return answerTo(practice).choice === "unsure";
}

function isOpen(practice) {
  return answerTo(practice).choice === "";
}

/** How many are answered, and of how many nobody can say: "3 of 4 answered, 1 unsure". */
function countWords(those, words) {
  const unsure = those.filter(isUnsure).length;
  return `${those.filter(isAnswered).length} of ${those.length}${words}${unsure === 0 ? "" : `, ${unsure} unsure`}`;
}

// --- The page is built ------------------------------------------------------------------------------------------------

function build() {
  byId("team").textContent = asked.team;
  byId("about").hidden = asked.about === "";
  byId("about").querySelector("bdi").textContent = asked.about;
  byId("how-long").textContent = `${many(practices.length, "question", "questions")}, about ${asked.minutes} minutes.`;
  byId("made").textContent = `${asked.title} ${asked.version}. This form was made on ${asked.made} by levelbook.`;
  for (const [number, level] of asked.scale.entries()) {
    if (level.name === "" && level.meaning === "") continue;
    const name = document.createElement("dt");
    const meaning = document.createElement("dd");
    name.textContent = `${number} ${level.name}`.trim();
    meaning.textContent = level.meaning;
    byId("scale").append(name, meaning);
  }
  byId("scale").parentElement.hidden = byId("scale").children.length === 0;
  let first = 0;
  for (const [number, section] of asked.sections.entries()) {
    byId("contents").append(entryOf(section, number));
    byId("questions").append(sectionOf(section, number, first));
    first += section.practices.length;
  }
  byId("contents").append(lastEntry());
  byId("fold").open = matchMedia("(min-width: 62rem)").matches;
}

function entryOf(section, number) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const title = document.createElement("bdi");
  const count = document.createElement("span");
  link.href = `#section-${number}`;
  title.textContent = section.title;
  count.className = "count";
  link.append(title, " ", count);
  item.append(link);
  return item;
}

function lastEntry() {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = "#save";
  link.append(document.createElement("bdi"));
  link.firstElementChild.textContent = "Save your ballot";
  item.append(link);
  return item;
}

function sectionOf(section, number, first) {
  const part = copyOf("section-template");
  const heading = part.querySelector("h2");
  heading.id = `section-${number}`;
  heading.tabIndex = -1;
  heading.firstElementChild.textContent = section.title;
  part.setAttribute("aria-labelledby", heading.id);
  part.append(...section.practices.map((practice, index) => practiceOf(practice, first + index)));
  return part;
}

function practiceOf(practice, index) {
  const part = copyOf("practice-template");
  part.dataset.place = index;
  part.querySelector("h3 .number").textContent = practice.number;
  part.querySelector(".title").textContent = practice.title;
  if (!practice.essential) part.querySelector(".essential").remove();
  if (!practice.inherited) part.querySelector(".inherited").remove();
  part.querySelector("legend").textContent = practice.question;
  part.querySelector("fieldset").append(
    ...practice.statements.map((statement, level) => choiceOf(index, String(level), levelName(level), statement)),
    choiceOf(index, "unsure", "I can’t say", ""),
    choiceOf(index, "", "No answer", ""),
  );
  const note = part.querySelector("textarea");
  const label = part.querySelector(".note label");
  note.id = `note-${index}`;
  label.htmlFor = note.id;
  label.lastElementChild.textContent = ` on ${practice.number} ${practice.title}`;
  return part;
}

function levelName(level) {
  return asked.scale[level] ? `${level} ${asked.scale[level].name}`.trim() : String(level);
}

function choiceOf(index, value, level, statement) {
  const part = copyOf("choice-template");
  const radio = part.querySelector("input");
  radio.name = `practice-${index}`;
  radio.value = value;
  part.querySelector(".level").textContent = level;
  if (statement === "") {
    part.classList.add("aside");
    part.querySelector(".statement").remove();
  } else {
    part.querySelector(".statement").textContent = statement;
  }
  return part;
}

// --- What was said is shown -------------------------------------------------------------------------------------------

/** All fields as the ballot has them. A field that is right already is left alone, with its cursor. */
function fill() {
  if (byId("name").value !== ballot.name) byId("name").value = ballot.name;
  byId("anonymous").checked = ballot.anonymous;
  for (const part of document.querySelectorAll(".practice")) {
    const answer = answerTo(practices[part.dataset.place]);
    for (const radio of part.querySelectorAll("input")) radio.checked = radio.value === answer.choice;
    const note = part.querySelector("textarea");
    if (note.value !== answer.note) note.value = answer.note;
    makeRoom(note);
  }
  showName();
  showProgress();
}

/** A name is not asked for where none is wanted; what was typed stays for who changes their mind. */
function showName() {
  byId("name").disabled = ballot.anonymous;
  if (ballot.anonymous || ballot.name.trim() !== "") sayNameIsMissing("");
}

function sayNameIsMissing(words) {
  byId("name-missing").textContent = words;
  byId("name-missing").hidden = words === "";
  if (words === "") byId("name").removeAttribute("aria-invalid");
  else byId("name").setAttribute("aria-invalid", "true");
}

function hasSomethingToSave() {
  return practices.some((practice) => saysSomething(ballot.answers.get(practice.id)));
}

function progressWords() {
  return countWords(practices, " answered");
}

function nothingIsOpenWords() {
  return practices.every(isAnswered) ? "You have answered everything." : "Every question has an answer or “I can’t say”.";
}

function showProgress() {
  const open = practices.filter(isOpen).length;
  byId("progress").textContent = progressWords();
  byId("progress-bar").max = Math.max(1, practices.length);
  byId("progress-bar").value = practices.length - open;
  const entries = document.querySelectorAll("#contents .count");
  const counts = document.querySelectorAll(".section > .count");
  for (const [number, section] of asked.sections.entries()) {
    const isDone = section.practices.every(isAnswered);
    entries[number].textContent = isDone ? "all answered" : countWords(section.practices, "");
    counts[number].textContent = isDone ? "All answered" : countWords(section.practices, " answered");
  }
  const canBeSaved = hasSomethingToSave() ? " You can still save." : "";
  byId("summary").textContent =
    open === 0 ? nothingIsOpenWords() : `${many(open, "question has", "questions have")} no answer.${canBeSaved}`;
  byId("not-kept").hidden = isKept;
  byId("changed-since").hidden = isSaved;
}

/** A note shows all its lines, on paper too. */
function makeRoom(note) {
  const lines = note.value.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 60), 0);
  note.rows = Math.min(60, Math.max(1, lines));
}

/** Spoken to those who do not see the page: once it is quiet, so that nobody is talked over. */
function speakSoon() {
  clearTimeout(speaking);
  speaking = setTimeout(() => (byId("spoken").textContent = progressWords()), QUIET);
}

// --- Something is said ------------------------------------------------------------------------------------------------

function changed() {
  isSaved = false;
  isKept = keep(place, ballot);
  if (isKept) lastKept = kept(place);
  byId("cannot-save").textContent = "";
  showProgress();
}

function takeIn(part) {
  const practice = practices[part.dataset.place];
  const before = progressWords();
  ballot.answers.set(practice.id, {
    choice: part.querySelector("input:checked").value,
    note: part.querySelector("textarea").value,
  });
  changed();
  if (progressWords() !== before) speakSoon();
}

function practiceAround(element) {
  return element.closest(".practice");
}

function showPractice(index) {
  const part = document.querySelector(`.practice[data-place="${index}"]`);
  part.querySelector("input:checked").focus({ preventScroll: true });
  part.scrollIntoView({ block: "start" });
}

/** To the first unanswered practice after the one looked at last, from the beginning again after the end. */
function goOn() {
  const later = [...practices.keys()].filter((index) => index > lastPlace);
  const earlier = [...practices.keys()].filter((index) => index <= lastPlace);
  const next = [...later, ...earlier].find((index) => isOpen(practices[index]));
  if (next === undefined) {
    byId("save").focus();
    byId("spoken").textContent = nothingIsOpenWords();
  } else {
    showPractice(next);
  }
}

function onKey(event) {
  if (event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
  const part = practiceAround(event.target);
  if (event.key === "Enter") {
    event.preventDefault();
    goOn();
  } else if (/^[0-9]$/.test(event.key)) {
    const radio = part.querySelector(`input[value="${event.key}"]`);
    if (radio === null) return;
    event.preventDefault();
    radio.checked = true;
    radio.focus();
    takeIn(part);
  }
}

// --- The ballot is saved ----------------------------------------------------------------------------------------------

function save() {
  if (!ballot.anonymous && ballot.name.trim() === "") {
    sayNameIsMissing("Write your name here, or tick “Without my name” below.");
    byId("name").focus();
    return;
  }
  if (!hasSomethingToSave()) {
    byId("cannot-save").textContent = "There is nothing to save yet: no question has an answer or a note.";
    return;
  }
  const text = ballotText(asked, ballot);
  const name = ballotFileName(ballot);
  download(text, name);
  isSaved = true;
  byId("text").value = text;
  byId("copied").textContent = "";
  byId("saved-words").textContent =
    `Saved as ${name}, where your browser puts its downloads. Give it to whoever runs the workshop. ` +
    "Until then you can make changes and save again.";
  byId("saved").hidden = false;
  showProgress();
  byId("saved").focus();
}

function download(text, name) {
  if (downloadUrl !== "") URL.revokeObjectURL(downloadUrl);
  downloadUrl = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
  const link = document.createElement("a");
  link.href = downloadUrl;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

async function copyText() {
  byId("copied").textContent = (await isCopied(byId("text"))) ? "Copied." : "Your browser did not allow it. The text is selected: copy it with your keyboard.";
}

async function isCopied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select(); // An older browser, or one that does not let a page on disk do it.
    return document.execCommand("copy");
  }
}

// --- All over again ---------------------------------------------------------------------------------------------------

function askToClear() {
  const answers = practices.filter(isAnswered).length;
  const unsure = practices.filter(isUnsure).length;
  const notes = practices.filter((practice) => answerTo(practice).note.trim() !== "").length;
  const said = [many(answers, "answer", "answers"), ...(unsure === 0 ? [] : [`${unsure} “I can’t say”`])];
  said.push(many(notes, "note", "notes"), ...(ballot.name.trim() === "" ? [] : ["your name"]));
  const cleared = `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
  byId("sure-words").textContent = `Clear ${cleared} from this page? A file that you have saved stays.`;
  showQuestion(true);
  byId("keep-them").focus();
}

function showQuestion(isShown) {
  byId("sure").hidden = !isShown;
  byId("start-over").setAttribute("aria-expanded", String(isShown));
}

function keepAll() {
  showQuestion(false);
  byId("start-over").focus();
}

function clearAll() {
  forget(place);
  lastKept = kept(place);
  ballot = emptyBallot();
  isSaved = true;
  lastPlace = -1;
  showQuestion(false);
  byId("saved").hidden = true;
  byId("text").value = "";
  byId("cannot-save").textContent = "";
  sayNameIsMissing("");
  fill();
  byId("spoken").textContent = "Everything is cleared.";
  byId("name").focus();
}

// --- From here on -----------------------------------------------------------------------------------------------------

build();
const found = kept(place);
lastKept = found;
isKept = found !== undefined && keepsAnything();
if (found) ballot = ballotFrom(found, asked);
fill();
byId("asleep").remove();
byId("awake").hidden = false;

/** Tried before anybody types, so that nobody learns too late. */
function keepsAnything() {
  const trial = `${place} trial`;
  const works = keep(trial, emptyBallot());
  forget(trial);
  return works;
}

/** The same form in another window: both go on from what was said last. */
function takeFromOtherWindow() {
  const text = kept(place);
  if (!isKept || text === undefined || text === lastKept) return;
  lastKept = text;
  ballot = text === null ? emptyBallot() : ballotFrom(text, asked);
  isSaved = false;
  fill();
}

byId("questions").addEventListener("input", (event) => {
  if (event.target.type === "textarea") makeRoom(event.target);
  takeIn(practiceAround(event.target));
});
byId("questions").addEventListener("focusin", (event) => {
  const part = practiceAround(event.target);
  if (part !== null) lastPlace = Number(part.dataset.place);
});
byId("questions").addEventListener("keydown", onKey);
byId("name").addEventListener("input", () => {
  ballot.name = byId("name").value;
  showName();
  changed();
});
byId("anonymous").addEventListener("change", () => {
  ballot.anonymous = byId("anonymous").checked;
  showName();
  changed();
});
byId("next").addEventListener("click", goOn);
byId("save-ballot").addEventListener("click", save);
byId("copy").addEventListener("click", copyText);
byId("start-over").addEventListener("click", () => (byId("sure").hidden ? askToClear() : keepAll()));
byId("keep-them").addEventListener("click", keepAll);
byId("clear-all").addEventListener("click", clearAll);
byId("sure").addEventListener("keydown", (event) => {
  if (event.key === "Escape") keepAll();
});
// A window that slept, or that somebody came back to, may not have been told of the other.
for (const event of ["storage", "focus", "pageshow"]) window.addEventListener(event, takeFromOtherWindow);
// Only where nothing is kept; everywhere else a page may be closed at any time.
window.addEventListener("beforeunload", (event) => {
  if (!isKept && !isSaved) event.preventDefault();
});
