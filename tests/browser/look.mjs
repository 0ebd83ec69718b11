// Opens every page as people see it and lets axe-core judge it.
//
//   node look.mjs BASE_URL OUTDIR [PATH…]     a running server; PATHs beside those it finds itself
//   node look.mjs FOLDER OUTDIR               pages written by a test (build/dev/pages)
//
// Walks all pages × {phone, desktop} × {light, dark} × {de, en}, writes a picture of each, and exits
// 1 when axe-core finds something, a page scrolls sideways, something failed to load, or the server
// answers an error. A page named …-unfolded is looked at with all its folded parts open.
// CHROMIUM names the browser (default /usr/bin/chromium).
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const [target, outdir, ...more] = process.argv.slice(2);
if (!target || !outdir) {
  console.error('usage: node look.mjs BASE_URL|FOLDER OUTDIR [PATH…]');
  process.exit(2);
}
const is_server = /^https?:/.test(target);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const views = [
  { name: 'phone', viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true },
  { name: 'desktop', viewport: { width: 1280, height: 900 } },
];
const languages = ['de', 'en'];
mkdirSync(outdir, { recursive: true });

/// Names and addresses of the pages to open in one language.
async function pages(browser, language) {
  if (!is_server) {
    return readdirSync(target)
      .filter((file) => file.endsWith(`.${language}.html`))
      .map((file) => [file.split('.')[0], 'file://' + resolve(target, file)]);
  }
  const paths = new Map([
    ['front', '/'], ['search', '/search'], ['feeds', '/feeds'], ['settings', '/settings'], ['why', '/why'],
    ['hot', '/hot'], ['corrections', '/corrections'],
    ['missing', '/no-such-page'],
  ]);
  const page = await browser.newPage();
  await page.goto(new URL('/', target).href);
  const first = async (name, selector) => {
    const link = await page.$(selector);
    if (link) paths.set(name, await link.getAttribute('href'));
  };
  await first('story', 'a[href*="/s/"]');
  if (paths.has('story')) paths.set('story-unfolded', paths.get('story'));
  await first('article', '.headline a[href*="/a/"]');
  await first('outlet', 'a[href*="/o/"]');
  await first('section', '.sections a');
  const word = (await page.textContent('.headline').catch(() => ''))?.match(/\p{Lu}\p{L}{5,}/u);
  if (word) paths.set('found', '/search?q=' + encodeURIComponent(word[0]));
  for (const path of more) paths.set(path.replace(/\W+/g, '-'), path);
  await page.close();
  return [...paths].map(([name, path]) => [name, new URL(path, target).href]);
}

/// What is wrong with the open page.
async function findings(page, status, name) {
  const found = [];
  if (name.endsWith('-unfolded')) {
    await page.$$eval('details', (all) => all.forEach((one) => { one.open = true; }));
  }
  if (status >= 400 && name !== 'missing') found.push(`answered ${status}`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (width > 1) found.push(`scrolls sideways by ${width} px`);
  await page.evaluate(axe + ';0');
  const result = await page.evaluate(() => axe.run(document));
  for (const violation of result.violations) {
    for (const node of violation.nodes.slice(0, 3)) {
      found.push(`${violation.id}: ${violation.help}\n      ${node.html.slice(0, 160)}`);
    }
  }
  return found;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync'],
});
let looked = 0;
let faults = 0;
for (const language of languages) {
  const list = await pages(browser, language);
  for (const { name: view, ...options } of views) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({
        ...options, colorScheme, locale: language, bypassCSP: true, reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      let failed = [];
      page.on('requestfailed', (request) => failed.push(request.url()));
      page.on('response', (response) => {
        const is_page = response.request().isNavigationRequest();
        if (is_server && !is_page && response.status() >= 400) failed.push(response.url());
      });
      for (const [name, address] of list) {
        failed = [];
        const response = await page.goto(address, { waitUntil: 'load' });
        const shown = `${name}-${view}-${colorScheme}-${language}`;
        const found = await findings(page, response?.status() ?? 200, name);
        if (is_server) found.push(...failed.map((url) => `did not load: ${url}`));
        await page.screenshot({ path: join(outdir, shown + '.png'), fullPage: true });
        ++looked;
        faults += found.length;
        for (const fault of found) console.log(`${shown}\n    ${fault}`);
      }
      await context.close();
    }
  }
}
await browser.close();
console.log(`${looked} pages looked at, ${faults} faults`);
process.exit(faults > 0 ? 1 : 0);
