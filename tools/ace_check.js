// Lets DAISY Ace look at EPUBs: node tools/ace_check.js FILE.epub…
//
// Prints how often each rule is broken and where first; the exit status is 1 where one is critical or serious.
// CONTRIBUTING.md tells how to install it. It starts the browser that PUPPETEER_EXECUTABLE_PATH names.

"use strict";

const fs = require("fs");
const os = require("os");
const path = require("path");

process.env.ACE_TIMEOUT_INITIAL ||= "60000"; // milliseconds that the browser may take to start

const ace = require("@daisy/ace-core");
const runner = require("@daisy/ace-axe-runner-puppeteer");

const PLACES = 3; // that are printed of a rule
const BAD = new Set(["critical", "serious"]);

async function findings(epub) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ace-"));
  try {
    const [, report] = await ace(epub, { silent: true, outdir: folder }, runner);
    return report.assertions.flatMap((page) =>
      page.assertions.map((found) => ({
        rule: `${found["earl:test"]["earl:impact"]} ${found["earl:test"]["dct:title"]}`,
        impact: found["earl:test"]["earl:impact"],
        place: `${page["earl:testSubject"].url}: ${found["earl:result"].html ?? ""}`,
      })),
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function main(epubs) {
  let bad = 0;
  for (const epub of epubs) {
    const found = await findings(epub);
    bad += found.filter(({ impact }) => BAD.has(impact)).length;
    console.log(`${epub}: ${found.length} findings`);
    for (const rule of new Set(found.map(({ rule }) => rule))) {
      const places = found.filter((one) => one.rule === rule).map(({ place }) => place.slice(0, 200));
      console.log(`  ${rule}: ${places.length}`);
      places.slice(0, PLACES).forEach((place) => console.log(`    ${place}`));
    }
  }
  process.exit(bad ? 1 : 0);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(2);
});
