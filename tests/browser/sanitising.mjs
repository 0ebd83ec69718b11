// Shows what `depesche feed` lets through to a browser that forbids nothing, and looks whether
// anything runs or any host is asked.
//
//   node sanitising.mjs PROGRAM [FOLDER]     FOLDER: feeds beside the cases of hostile_markup.mjs
//
// Each sanitised text is shown in three ways: as a page of its own, by document.write, and by
// innerHTML, read back and set again, which is how harmless markup has become harmful elsewhere.
// Then every handler it has is called and every link that leads out of the web is clicked. There is
// no CSP. What runs is what the engine compiles: each script, handler and javascript: address, also
// one that fails. Pictures may be asked for, as the sanitiser lets http and https pictures stay
// (depesche's own pages show no such markup at all and forbid foreign pictures); nothing else may.
//
// First the same is done with the controls, unsanitised: an oracle that does not see them is no
// oracle. CHROMIUM names the browser. Exits 1 when something was found, or a control was not.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { controls, hostileCases, oddFeeds } from './hostile_markup.mjs';

const [program, folder] = process.argv.slice(2);
if (!program) {
  console.error('usage: node sanitising.mjs PROGRAM [FOLDER]');
  process.exit(2);
}

const STAGE = 'http://stage.test';
const BATCH = 100;  // texts shown beside each other; a batch with a finding is shown again one by one
const ATTEMPT_MS = 90_000;
const FEEDS_AT_ONCE = 50;
const GIF = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');

// What the stage does; the only script that may run.
const DIRECTOR = `
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const loaded = (frame) => new Promise((done) => { frame.onload = done; setTimeout(done, 3000); });
async function show(html, way, at) {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  if (way === 'page') {
    const done = loaded(frame);
    frame.src = '/text?' + at;
    await done;
  } else if (way === 'write') {
    const inside = frame.contentDocument;
    inside.open();
    inside.write('<!DOCTYPE html><body>' + html);
    inside.close();
  } else {
    const body = frame.contentDocument.body;
    body.innerHTML = html;
    body.innerHTML = body.innerHTML;
    const div = frame.contentDocument.createElement('div');
    div.innerHTML = body.innerHTML;
    body.append(div);
  }
  return frame;
}
function provoke(frame) {
  let elements = [];
  try { elements = [...frame.contentDocument.querySelectorAll('*')]; } catch { return; }
  for (const element of elements) {
    for (const { name } of [...element.attributes]) {
      if (!/^on/i.test(name)) continue;
      element.dispatchEvent(new Event(name.slice(2).toLowerCase(), { bubbles: true, cancelable: true }));
    }
    const href = element.getAttribute('href');
    const is_link = element.localName === 'a' || element.localName === 'area';
    if (is_link && href !== null && !/^(https?|mailto):/i.test(href)) {
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
    if (element.localName === 'button' || element.type === 'submit') element.click();
  }
}
(async () => {
  const { texts, way } = await (await fetch('/texts')).json();
  const frames = await Promise.all(texts.map((html, at) => show(html, way, at)));
  await sleep(400);
  frames.forEach(provoke);
  await sleep(150);
  await fetch('/done');
})();
`;

/// A stage that shows some texts at a time in one way, and what was seen on it.
class Stage {
  pictures = 0;
  own = new Set();  // hashes of scripts that run while nothing is shown: the test library's

  constructor(browser, way) {
    this.browser = browser;
    this.way = way;
  }

  async open() {
    this.context = await this.browser.newContext({ bypassCSP: true });
    await this.context.route('**/*', (route) => this.answer(route));
    await this.watch([''], (script) => this.own.add(script.hash));
  }

  answer(route) {
    const request = route.request();
    const url = new URL(request.url());
    if (url.origin === STAGE && ['/', '/director.js', '/texts', '/text', '/done'].includes(url.pathname)) {
      const html = (body) => route.fulfill({ contentType: 'text/html; charset=utf-8', body });
      if (url.pathname === '/') return html('<!DOCTYPE html><meta charset=utf-8><body><script src=/director.js></script>');
      if (url.pathname === '/director.js') return route.fulfill({ contentType: 'text/javascript', body: DIRECTOR });
      if (url.pathname === '/texts') return route.fulfill({ json: { texts: this.texts, way: this.way } });
      if (url.pathname === '/text') return html('<!DOCTYPE html><body>' + this.texts[Number(url.search.slice(1))]);
      this.finish();
      return route.fulfill({ body: '' });
    }
    const is_picture = request.resourceType() === 'image';
    if (is_picture) ++this.pictures;
    else this.findings.push(`asked for ${request.url().slice(0, 120)} (${request.resourceType()})`);
    // A picture that is there calls other handlers than one that is not.
    return is_picture && this.way !== 'inner'
      ? route.fulfill({ contentType: 'image/gif', body: GIF })
      : route.abort();
  }

  /// What the texts did.
  async watch(texts, on_script = (script) => this.note(script)) {
    Object.assign(this, { texts, findings: [] });
    const finished = new Promise((done) => { this.finish = done; });
    const page = await this.context.newPage();
    page.on('dialog', (dialog) => {
      this.findings.push(`opened a dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
    page.on('pageerror', (error) => this.findings.push(`threw ${error.message}`));
    page.on('popup', (popup) => {
      this.findings.push('opened a window');
      popup.close().catch(() => {});
    });
    const session = await this.context.newCDPSession(page);
    session.on('Debugger.scriptParsed', on_script);
    session.on('Debugger.scriptFailedToParse', on_script);
    await session.send('Debugger.enable');
    await page.goto(STAGE + '/').catch((error) => this.findings.push(`left the stage: ${error.message}`));
    const late = setTimeout(() => {
      this.findings.push('the stage was lost');
      this.finish();
    }, ATTEMPT_MS);
    await finished;
    clearTimeout(late);
    await page.close();
    return this.findings;
  }

  note(script) {
    const is_ours = script.url === STAGE + '/director.js' || this.own.has(script.hash) ||
                    script.executionContextAuxData?.isDefault === false;
    if (is_ours) return;
    this.findings.push(`ran a script of ${script.length} characters in ${script.url || 'no file'}`);
  }

  /// [{ text, way, findings }] for each text that did something.
  async find(texts) {
    const found = [];
    for (let at = 0; at < texts.length; at += BATCH) {
      const batch = texts.slice(at, at + BATCH);
      if ((await this.watch(batch)).length === 0) continue;
      for (const text of batch) {
        const findings = await this.watch([text]);
        if (findings.length > 0) found.push({ text, way: this.way, findings });
      }
    }
    return found;
  }
}

/// The entries that `depesche feed` prints for these files, or for bytes as standard input; none
/// where it refuses them.
function entriesOf(files, bytes) {
  return new Promise((done, failed) => {
    const run = spawn(program, ['feed', '--url', 'http://outlet.test/feed', ...files],
                      { stdio: ['pipe', 'pipe', 'pipe'] });
    const out = [];
    const err = [];
    run.stdout.on('data', (part) => out.push(part));
    run.stderr.on('data', (part) => err.push(part));
    run.on('error', failed);
    run.on('close', (_, signal) => {
      const said = Buffer.concat(err).toString();
      if (signal || /Sanitizer|assert/i.test(said)) return failed(new Error(`depesche feed died: ${said}`));
      try {
        const lines = Buffer.concat(out).toString().split('\n').filter(Boolean);
        done(lines.flatMap((line) => JSON.parse(line).entries));
      } catch (error) {
        failed(error);
      }
    });
    run.stdin.on('error', () => {});
    run.stdin.end(bytes);
  });
}

const markupOf = (entry) => [entry.summary, entry.content].filter(Boolean);

/// Texts, each with where it comes from.
class Texts {
  origins = new Map();
  add(origin, entries) {
    for (const text of entries.flatMap(markupOf)) {
      if (!this.origins.has(text)) this.origins.set(text, origin);
    }
  }
  get all() {
    return [...this.origins.keys()];
  }
}

async function addHostile(texts) {
  const cases = hostileCases();
  const items = cases.map(({ html }, at) =>
    ({ id: String(at), url: `http://outlet.test/${at}`, title: 't', content_html: html }));
  const by_json = await entriesOf(['-'], JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 't', items }));
  if (by_json.length !== cases.length) throw new Error(`${by_json.length} of ${cases.length} entries came back`);
  by_json.forEach((entry, at) => texts.add(cases[at].name, [entry]));
  // The same through XML, which has opinions of its own on characters and ends of lines.
  const escape = (html) => html.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const cdata = (html) => `<![CDATA[${html.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
  for (const [name, write] of [['escaped', escape], ['cdata', cdata]]) {
    const lines = cases.map(({ html }, at) =>
      `<item><guid>${at}</guid><link>http://outlet.test/${at}</link><title>t</title><description>${write(html)}</description></item>`);
    const entries = await entriesOf(['-'], `<rss version="2.0"><channel><title>t</title>${lines.join('')}</channel></rss>`);
    if (entries.length < cases.length / 2) throw new Error(`only ${entries.length} entries came back as ${name}`);
    texts.add(`as RSS, ${name}`, entries);
  }
  for (const { name, bytes } of oddFeeds()) texts.add(name, await entriesOf(['-'], bytes));
  return cases.length + oddFeeds().length;
}

async function addFolder(texts) {
  const files = readdirSync(folder).filter((name) => /\.(xml|json)$/.test(name)).sort();
  for (let at = 0; at < files.length; at += FEEDS_AT_ONCE) {
    const some = files.slice(at, at + FEEDS_AT_ONCE);
    const origin = `${some[0]} to ${some.at(-1)}`;
    texts.add(origin, await entriesOf(some.map((file) => join(folder, file)), ''));
  }
  return files.length;
}

let faults = 0;
const fault = (line) => {
  ++faults;
  console.log(line);
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND'],
});
const stages = ['page', 'write', 'inner'].map((way) => new Stage(browser, way));
await Promise.all(stages.map((stage) => stage.open()));
/// What all stages together find.
const findings_of = async (texts) => (await Promise.all(stages.map((stage) => stage.find(texts)))).flat();

let seen = 0;
await Promise.all(stages.map(async (stage) => {
  for (const { html, ways } of controls.filter((control) => control.ways.includes(stage.way))) {
    if ((await stage.watch([html])).length > 0) ++seen;
    else fault(`the oracle is blind: ${stage.way} shows nothing of ${html}`);
  }
}));
const harmless = '<p>a <b title="b">b</b> <a href="http://elsewhere.test/">c</a> <img src="http://elsewhere.test/a.gif"></p>';
for (const { way, findings } of await findings_of([harmless])) {
  fault(`the oracle cries wolf: ${way}: ${findings[0]}`);
}
console.log(`${seen} controls seen, each unsanitised`);

const texts = new Texts();
const hostile = await addHostile(texts);
const feeds = folder ? await addFolder(texts) : 0;
console.log(`${hostile} hostile cases` + (folder ? ` and ${feeds} feeds` : '') +
            ` make ${texts.all.length} different texts`);
for (const { text, way, findings } of await findings_of(texts.all)) {
  fault(`${texts.origins.get(text)}, ${way}: ${findings[0]}\n    ${text.slice(0, 300)}`);
}
await browser.close();
const pictures = stages.reduce((sum, stage) => sum + stage.pictures, 0);
console.log(`${stages.length * texts.all.length} times shown without a CSP, ${pictures} pictures asked for, ` +
            `${faults} faults`);
process.exit(faults > 0 ? 1 : 0);
