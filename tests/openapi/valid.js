// Says whether a JSON file is valid by a schema: node valid.js SCHEMA FILE
"use strict";
const { readFileSync } = require("node:fs");
const Ajv = require("ajv/dist/2020");

const [schema, value] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const formats = { uint: true, uint32: true, "date-time": true, uuid: true };
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, formats });
if (!ajv.validate(schema, value)) {
  console.error(ajv.errors);
  process.exit(1);
}
