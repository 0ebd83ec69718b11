// Readability.js as a peer of depesche: paths on standard input, one JSON object a page on standard
// output, in order (bench/peers starts and measures it).
//
//   node read_pages.mjs linkedom|jsdom
//
// Both DOMs get the same text: UTF-8 where the bytes are valid UTF-8, else what the HTML standard's
// sniffing says, so that neither is charged for the other's charset.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { isUtf8 } from 'node:buffer';
import { Readability } from '@mozilla/readability';
import sniff from 'html-encoding-sniffer';

// Standard output carries answers only.
for (const name of ['log', 'info', 'warn', 'debug']) console[name] = console.error;

const version = (name) => {
  const path = new URL(`./node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')).version;
};

const doms = {
  linkedom: async () => {
    const { parseHTML } = await import('linkedom');
    return (html) => ({ document: parseHTML(html).document, close: () => {} });
  },
  jsdom: async () => {
    const { JSDOM, VirtualConsole } = await import('jsdom');
    return (html) => {
      const dom = new JSDOM(html, { virtualConsole: new VirtualConsole() });
      return { document: dom.window.document, close: () => dom.window.close() };
    };
  },
};

const kBlocks = new Set(('ADDRESS ARTICLE ASIDE BLOCKQUOTE BR DD DIV DL DT FIGCAPTION FIGURE FOOTER ' +
  'H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TD TH TR UL').split(' '));
const kSilent = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE']);

/// The text of an element, blocks on lines of their own (textContent would glue their words).
function text_of(root) {
  const parts = [];
  const walk = (node) => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === 3) parts.push(child.data);
      if (child.nodeType !== 1) continue;
      const tag = child.tagName.toUpperCase();
      if (kSilent.has(tag)) continue;
      if (kBlocks.has(tag)) parts.push('\n');
      walk(child);
      if (kBlocks.has(tag)) parts.push('\n');
    }
  };
  walk(root);
  return parts.join('');
}

function decoded(bytes) {
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : sniff(bytes)).decode(bytes);
}

/// A byline is one line of text; the names in it are what stands between its separators.
function names_in(byline) {
  return (byline ?? '').replace(/^\s*(by|von|par|por|di)\s+/i, '')
    .split(/\s*(?:[,;|\n]|\s(?:and|und|et|y|e|&)\s)\s*/).filter(Boolean);
}

function read(path, open) {
  const { document, close } = open(decoded(readFileSync(path)));
  try {
    const article = new Readability(document, { serializer: (element) => element }).parse();
    if (!article?.content) return { error: { code: 'no_article', message: 'parse() found nothing' } };
    return {
      title: article.title ?? '',
      authors: names_in(article.byline),
      published: article.publishedTime ?? null,
      text: text_of(article.content),
    };
  } finally {
    close();
  }
}

const name = process.argv[2];
if (!doms[name]) {
  console.error('usage: read_pages.mjs linkedom|jsdom');
  process.exit(2);
}
const open = await doms[name]();
const say = (answer) => process.stdout.write(JSON.stringify(answer) + '\n');
say({ version: `Readability.js ${version('@mozilla/readability')}, ${name} ${version(name)}` });
for await (const path of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = read(path, open);
  } catch (error) {
    answer = { error: { code: 'failed', message: String(error).slice(0, 200) } };
  }
  say(answer);
}
