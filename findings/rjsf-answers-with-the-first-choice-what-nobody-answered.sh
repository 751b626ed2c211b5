#!/usr/bin/env bash
# react-jsonschema-form answers a question that nobody answered with the first choice, where choices have titles.
#
# Version:  @rjsf/core, @rjsf/utils and @rjsf/validator-ajv8 6.11.1 with react 18.3.1; ajv 8.20.0 judges.
# Expected: no answer, and an error where one is required, as for a list of plain values (enum). The documentation
#           (single fields, custom labels for enum fields) shows oneOf with const and title as the same list with
#           labels. In JSON Schema a const allows one value and is no default.
# Seen:     the form opens with "Absent" chosen, in a list as with radio buttons, and its data is {"answer": 0} before
#           anybody touched it. It passes as complete. The option that rules this, constAsDefaults, is "always" unless
#           somebody sets it; "never" helps for both, "skipOneOf" for oneOf and not for anyOf.
# Output:   enum: {}, not valid; oneOf with titles: {"answer":0}, valid
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @rjsf/core@6.11.1 @rjsf/utils@6.11.1 @rjsf/validator-ajv8@6.11.1 \
    react@18.3.1 react-dom@18.3.1 ajv@8.20.0

cat >form.cjs <<'JS'
const assert = require("node:assert");
const Ajv = require("ajv");
const { createElement } = require("react");
const { renderToStaticMarkup } = require("react-dom/server");
const Form = require("@rjsf/core").default;
const { getDefaultFormState } = require("@rjsf/utils");
const validator = require("@rjsf/validator-ajv8").default;

const titled = [
  { const: 0, title: "Absent" },
  { const: 1, title: "Ad hoc" },
  { const: 2, title: "Defined" },
];
const ask = (answer) => ({ type: "object", required: ["answer"], properties: { answer } });
const plain = ask({ type: "integer", enum: [0, 1, 2] });
const oneOf = ask({ type: "integer", oneOf: titled });
const anyOf = ask({ type: "integer", anyOf: titled });

const opened = (schema, constAsDefaults) =>
  getDefaultFormState(validator, schema, undefined, schema, false, constAsDefaults && { constAsDefaults });
const isValid = (schema, data) => new Ajv().validate(schema, data);
const html = (schema, widget) =>
  renderToStaticMarkup(createElement(Form, { schema, validator, uiSchema: { answer: { "ui:widget": widget } } }));

for (const [name, schema] of Object.entries({ plain, oneOf, anyOf })) {
  const data = opened(schema);
  console.log(`${name}:`, JSON.stringify(data), isValid(schema, data));
}
assert.deepStrictEqual(opened(plain), {});
assert.ok(!isValid(plain, opened(plain)));
for (const schema of [oneOf, anyOf]) {
  assert.deepStrictEqual(opened(schema), { answer: 0 });
  assert.ok(isValid(schema, opened(schema)));
  assert.match(html(schema, "select"), /<option value="0" selected="">Absent<\/option>/);
  assert.match(html(schema, "radio"), /<input[^>]* id="root_answer-0"[^>]* checked=""/);
}
assert.match(html(plain, "select"), /<option value="" selected=""><\/option>/);
assert.doesNotMatch(html(plain, "radio"), /checked/);

assert.deepStrictEqual(opened(oneOf, "always"), { answer: 0 });
assert.deepStrictEqual(opened(oneOf, "skipOneOf"), {});
assert.deepStrictEqual(opened(anyOf, "skipOneOf"), { answer: 0 });
assert.deepStrictEqual([opened(oneOf, "never"), opened(anyOf, "never")], [{}, {}]);
JS
node form.cjs
