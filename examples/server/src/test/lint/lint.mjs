// Tells what is wrong with the recipes in the folder that is named, and what they say, as one JSON document.
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.cwd(), 'package.json'));
const { parseAllDocuments } = require('yaml');
const docker = require('dockerfile-utils');
const { DockerfileParser } = require('dockerfile-ast');
const folder = process.argv[2];
const read = name => readFileSync(path.join(folder, name), 'utf8');
const findings = [];

const dockerfile = read('Dockerfile');
for (const problem of docker.validate(dockerfile)) {
  findings.push(`Dockerfile:${problem.range.start.line + 1}: ${problem.message}`);
}

const lint = spawnSync(process.execPath, [path.join(process.cwd(), 'node_modules/dclint/bin/dclint.cjs'), path.join(folder, 'compose.yaml')],
  { encoding: 'utf8' });
if (lint.status !== 0 || lint.stdout.trim() !== '') {
  findings.push(`compose.yaml: ${lint.status} ${lint.stdout} ${lint.stderr}`);
}

function yaml(name) {
  return parseAllDocuments(read(name)).map(document => {
    [...document.errors, ...document.warnings].forEach(problem => findings.push(`${name}: ${problem.message}`));
    return document.toJS();
  });
}

const objects = yaml('kubernetes.yaml');
for (const object of objects) {
  const models = require(`kubernetes-models/${object.apiVersion}/${object.kind}`);
  try {
    new models[object.kind](object).validate();
  } catch (problem) {
    findings.push(`kubernetes.yaml: ${object.kind}: ${problem.message}`);
  }
}

const steps = DockerfileParser.parse(dockerfile).getInstructions().map(instruction => ({
  what: instruction.getKeyword(),
  words: instruction.getArgumentsContent(),
}));
console.log(JSON.stringify({ findings, steps, compose: yaml('compose.yaml')[0], kubernetes: objects }));
