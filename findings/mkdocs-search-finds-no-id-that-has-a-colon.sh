#!/usr/bin/env bash
# The search of a MkDocs site finds nothing for LLM01:2025, the id that a page has in its heading, and says nothing.
#
# Version:  MkDocs 1.6.1 and Material for MkDocs 9.8.2; Node runs the search worker that they put into the site.
# Expected: the page. The ids of OWASP's lists are written with a colon, and a reader types what the page shows. Lunr's
#           guide has the colon among the signs of its queries, but a reader of the site does not see that guide.
# Seen:     Lunr, which searches in both, reads what stands before a colon as the name of a field, and there is none of
#           that name. In MkDocs the worker ends with an error, so the list on the screen does not change, and LLM01
#           alone finds nothing either, since the id is one word in the index. In Material the list is empty, without
#           even a warning on the console, and quotation marks do not help; LLM01 finds it there. MkDocs's issue 1937
#           is about the error.
# Output:   MkDocs: LLM01:2025 QueryParseError, LLM01 []; Material: LLM01:2025 [], LLM01 [#llm012025-prompt-injection]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-material==9.8.2

mkdir docs
printf '# Guide\n\n## LLM01:2025 Prompt injection\n\nWe filter what comes in.\n' > docs/index.md
printf 'site_name: Guide\n' > mkdocs.yml
printf 'site_name: Guide\ntheme:\n  name: material\n' > material.yml
venv/bin/mkdocs build --quiet --site-dir plain
NO_MKDOCS_2_WARNING=1 venv/bin/mkdocs build --quiet --config-file material.yml --site-dir material

cat >search.cjs <<'JS'
const { readdirSync, readFileSync } = require("node:fs");
const vm = require("node:vm");

/** A page's worker without a browser: its messages are collected, its scripts read from the site. */
function worker(folder) {
  const listeners = [];
  const messages = [];
  const warnings = [];
  const note = (...words) => warnings.push(words.join(" "));
  const self = vm.createContext({
    console: { log() {}, warn: note, error: note },
    postMessage: (message) => messages.push(message),
    addEventListener: (_, listener) => listeners.push(listener),
    importScripts: (...names) => names.forEach((name) => run(`${folder}/search/${name}`)),
    XMLHttpRequest: class {
      addEventListener(_, loaded) {
        this.loaded = loaded;
      }
      open() {}
      send() {
        this.responseText = readFileSync(`${folder}/search/search_index.json`, "utf8");
        this.loaded();
      }
    },
    URL,
    location: { href: "http://localhost/worker.js" },
  });
  self.self = self.globalThis = self;
  const run = (file) => vm.runInContext(readFileSync(file, "utf8"), self);
  return { run, messages, warnings, self, send: (data) => Promise.all(listeners.map((listen) => listen({ data }))) };
}

async function main() {
  const queries = ["prompt", "LLM01:2025", '"LLM01:2025"', "LLM01"];
  const plain = worker("plain");
  plain.run("plain/search/worker.js");
  plain.self.onmessage({ data: { init: true } });
  for (const query of queries) {
    plain.messages.length = 0;
    try {
      plain.self.onmessage({ data: { query } });
      console.log("mkdocs", query, JSON.stringify(plain.messages[0].results.map((found) => found.location)));
    } catch (error) {
      console.log("mkdocs", query, error.name);
    }
  }
  const material = worker("material");
  const workers = "material/assets/javascripts/workers";
  material.run(`${workers}/${readdirSync(workers).find((name) => /^search\..*\.js$/.test(name))}`);
  const index = JSON.parse(readFileSync("material/search/search_index.json", "utf8"));
  await material.send({ type: 0, data: { ...index, options: { suggest: false } } });
  for (const query of queries) {
    material.messages.length = 0;
    await material.send({ type: 2, data: query });
    const found = material.messages[0].data.items.flat().map((item) => item.location);
    console.log("material", query, JSON.stringify(found), material.warnings.length, "warnings");
  }
}

main();
JS
node search.cjs | tee found
page='"#llm012025-prompt-injection"'
grep -qF "mkdocs prompt [$page" found
grep -qxF 'mkdocs LLM01:2025 QueryParseError' found
grep -qxF 'mkdocs "LLM01:2025" QueryParseError' found
grep -qxF 'mkdocs LLM01 []' found
grep -qF "material prompt [$page" found
grep -qxF 'material LLM01:2025 [] 0 warnings' found
grep -qxF 'material "LLM01:2025" [] 0 warnings' found
grep -qF "material LLM01 [$page" found
