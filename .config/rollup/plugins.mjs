// Small plugins of our own.
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

/** Reads tsc's output together with its source map, so that maps of the bundles lead to src/*.ts. */
export const sourceMaps = (folder) => ({
  name: 'deskbell-source-maps',
  load(id) {
    if (!id.startsWith(folder)) return null;
    const map = JSON.parse(readFileSync(`${id}.map`, 'utf8'));
    return { code: readFileSync(id, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map };
  },
});

/** Puts `module()`'s text in the place of the module at `id`. Asked when the build starts to read, not before. */
export const inPlaceOf = (id, module) => ({
  name: 'deskbell-in-place-of',
  load: (wanted) => (wanted === id ? module() : null),
});

/** Puts `after` in the place of `before` in the module at `id`. Fails the build where `before` is not. */
export const instead = (id, before, after) => ({
  name: 'deskbell-instead',
  transform(code, wanted) {
    if (wanted !== id) return null;
    if (!code.includes(before)) this.error(`There is no “${before}”.`);
    return { code: code.replace(before, after), map: null };
  },
});

/** Around these there is a new line anyway; and buttons, which are flex boxes here, have no space at their end. */
const blocks = '(?:dialog|div|form|h2|li|ol|p|section|ul)';
const besideBlocks = new RegExp(`\\s+(?=</?${blocks}[\\s>]|</button)|(?<=</?${blocks}(?: [^<>]*)?>)\\s+`, 'g');

/** Takes the layout out of style sheets and templates, which minifiers leave alone because they are strings. */
export const tightTemplates = {
  name: 'deskbell-tight-templates',
  transform(code, id) {
    if (!id.includes('/build/src/elements/')) return null;
    const quasis = nodes(this.parse(code), 'TemplateElement').sort((a, b) => b.start - a.start);
    const tight = quasis.reduce((text, { start, end }) => {
      const raw = text.slice(start, end);
      const layout = id.endsWith('.styles.js')
        ? tightSheet(raw)
        : raw
            .replace(/\s*\n\s*(?=>)/g, '')
            .replace(/\s*\n\s*/g, ' ')
            .replaceAll(besideBlocks, '');
      return text.slice(0, start) + layout + text.slice(end);
    }, code);
    return { code: tight, map: null };
  },
};

const tightSheet = (sheet) =>
  sheet
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{},;]) ?/g, '$1')
    .replace(/([\w-]): /g, '$1:')
    .replace(/;}/g, '}')
    .trim();

/** Every node of this type below `node`. */
function nodes(node, type) {
  if (node === null || typeof node !== 'object') return [];
  const inner = Object.values(node).flatMap((value) => nodes(value, type));
  return node.type === type ? [node, ...inner] : inner;
}

/**
 * What stands in for parts of Lit in the script tag's app, by the name they are imported under: the same for our code,
 * without what serves other code and older browsers (standard decorators, style elements). A kilobyte less. What is not
 * in here, and is imported, fails the build.
 */
const leanParts = {
  'lit/decorators.js': `
    export const property = (options) => ({ constructor }, name) => constructor.createProperty(name, options);
    export const state = () => property({ state: true, attribute: false });
    export const query = (selector) => (target, name) =>
      Object.defineProperty(target, name, { get() { return this.renderRoot?.querySelector(selector) ?? null; } });`,
  tslib: 'export const __decorate = (decorators, ...where) => decorators.forEach((decorate) => decorate(...where));',
  './css-tag.js': `
    export const css = ([text]) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    };
    export const unsafeCSS = (text) => css([text]);
    export const CSSResult = CSSStyleSheet;
    export const supportsAdoptingStyleSheets = true;
    export const getCompatibleStyle = (sheet) => sheet;
    export const adoptStyles = (root, sheets) => { root.adoptedStyleSheets = sheets; };`,
};

/**
 * What Lit does for others, by file: hands itself to polyfills and to server rendering, counts its own copies, reads what
 * standard decorators left, makes attributes of numbers and objects, which ours never are, or converts them in ways of
 * its own, goes back to what a property was at first, takes values where our templates have none (inside comments and
 * text areas, in a tag beside its attributes), draws templates of SVG and MathML alone, and takes listeners that are
 * objects or have options. What a place gives way to is nothing, or the text beside it.
 */
const leanPlaces = {
  'reactive-element/reactive-element.js': [
    /case Object:case Array:\w=null==\w\?\w:JSON\.stringify\(\w\)/,
    /void 0!==\w\.converter\?\.toAttribute\?\w\.converter:/,
    /"function"==typeof \w\.converter\?\{fromAttribute:\w\.converter\}:void 0!==\w\.converter\?\.fromAttribute\?\w\.converter:/,
    /,useDefault:!1/,
    /\|\|\w\.useDefault&&\w\.reflect&&\w===this\._\$Ej\?\.get\(\w\)&&!this\.hasAttribute\(\w\._\$Eu\(\w,\w\)\)/,
    /\w&&!\(this\._\$Ej\?\?=new Map\)\.has\(\w\)&&\(this\._\$Ej\.set\(\w,\w\?\?\w\?\?this\[\w\]\),!0!==\w\|\|void 0!==\w\)\|\|/,
    /\?\?this\._\$Ej\?\.get\(\w\)\?\?\w/,
    /case Number:\w=null===\w\?null:Number\(\w\);break;case Object:case Array:try\{\w=JSON\.parse\(\w\)\}catch\(\w\)\{\w=null\}/,
    /Symbol\.metadata\?\?=Symbol\("metadata"\),\w+\.litPropertyMetadata\?\?=new WeakMap;/,
    /const t=this\[Symbol\.metadata\];if\(null!==t\)\{const \w=litPropertyMetadata\.get\(t\);if\(void 0!==\w\)for\(const\[t,\w\]of \w\)this\.elementProperties\.set\(t,\w\)\}/,
    /,\w\?\.\(\{ReactiveElement:\w\}\),\(\w\.reactiveElementVersions\?\?=\[\]\)\.push\("[\d.]+"\)/,
  ],
  'lit-html/lit-html.js': [
    /2===\w\?"<svg>":3===\w\?"<math>":/,
    /\+\(2===\w\?"<\/svg>":3===\w\?"<\/math>":""\)/,
    [/if\((this\.el=.*?\.content),2===\w\|\|3===\w\)\{.*?\}/, '$1;'],
    /"function"==typeof this\._\$AH\?(?=this\._\$AH\.call)/,
    /(?<=this\.element,\w\)):this\._\$AH\.handleEvent\(\w\)/,
    /\|\|\w\.capture!==\w\.capture\|\|\w\.once!==\w\.once\|\|\w\.passive!==\w\.passive/,
    /if\(\w\.test\(\w\.tagName\)\)\{const \w=\w\.textContent\.split\(.*?\}\}(?=\}else if\(8===)/,
    /else\{let \w=-1;for\(;-1!==\(\w=\w\.data\.indexOf\(\w,\w\+1\)\);\)\w\.push\(\{type:7,index:\w\}\),\w\+=\w\.length-1\}/,
    /else \w\.startsWith\(\w\)&&\(\w\.push\(\{type:6,index:\w\}\),\w\.removeAttribute\(\w\)\)/,
    /1===\w\.type\?(?=\w=new \w\.ctor)/,
    /:6===\w\.type&&\(\w=new \w\(\w,this,\w\)\)/,
    /,(?<support>\w)=\w\.litHtmlPolyfillSupport;\k<support>\?\.\(\w,\w\),\(\w\.litHtmlVersions\?\?=\[\]\)\.push\("[\d.]+"\)/,
  ],
  'lit-html/directives/repeat.js': [
    /constructor\(\w\)\{if\(super\(\w\),\w\.type!==\w\.CHILD\)throw Error\("[^"]*"\)\}/,
  ],
  'lit-element/lit-element.js': [
    /,\w\.litElementHydrateSupport\?\.\(\{LitElement:\w\}\);const (?<support>\w)=\w\.litElementPolyfillSupport;\k<support>\?\.\(\{LitElement:\w\}\)/,
    /;\(\w\.litElementVersions\?\?=\[\]\)\.push\("[\d.]+"\)/,
  ],
};

export const leanLit = {
  name: 'deskbell-lean-lit',
  resolveId: (id) => (id in leanParts ? `\0lean-${id}` : null),
  load: (id) => leanParts[id.replace('\0lean-', '')] ?? null,
  transform(code, id) {
    if (id.endsWith('.styles.js') && code.includes('${')) this.error('A style sheet is more than its text.');
    const file = Object.keys(leanPlaces).find((name) => id.endsWith(`/${name}`));
    if (!file) return null;
    for (const [place, text = ''] of leanPlaces[file].map((each) => [each].flat())) {
      if (!place.test(code)) this.error(`${file} is not the version whose unused parts are known: ${place}`);
      code = code.replace(place, text);
    }
    return { code, map: null };
  },
};

/**
 * The call's file has no Lit of its own: a strict page lets the policy `lit-html` be made once, and the app has made it.
 * The widget that wants a call has been drawn by the app's Lit, and leads to everything a second user of it needs: its
 * base class, and the class of the places it draws into. What a template comes to, and the names, are those of Lit 3.
 */
const appsLit = `
  const { element } = window.deskbell;
  const ChildPart = element._$Do.constructor;
  export const LitElement = Object.getPrototypeOf(element.constructor);
  export const nothing = Symbol.for('lit-nothing');
  export const noChange = Symbol.for('lit-noChange');
  export const html = (strings, ...values) => ({ _$litType$: 1, strings, values });
  export const _$LH = { I: ChildPart };
  export const render = (value, container, options = {}) => {
    const end = document.createComment('');
    container._$litPart$ ??= new ChildPart(container.appendChild(end), null, undefined, options);
    container._$litPart$._$AI(value);
  };
  export * from './css-tag.js';`;

export const sharedLit = {
  name: 'deskbell-shared-lit',
  resolveId: (id) => (/^lit$|\/lit-html\.js$/.test(id) ? '\0apps-lit' : null),
  load: (id) => (id === '\0apps-lit' ? appsLit : null),
};

/** Marks a classic script as UTF-8, which it otherwise only is where the server or the page says so. */
export const byteOrderMark = {
  name: 'deskbell-byte-order-mark',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = `\uFEFF${chunk.code}`;
  },
};

/** Tells `tell` about every chunk: file name, bytes on disk, and the modules inside. */
export const chunksTo = (tell) => ({
  name: 'deskbell-chunks',
  writeBundle({ dir }, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === 'chunk') tell(chunk, readFileSync(`${dir}/${chunk.fileName}`), `${dir}/${chunk.fileName}`);
    }
  },
});

/** What Subresource Integrity calls these bytes. */
export const integrity = (bytes) => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;

/** Writes the brotli form of a file beside it, for servers that send files as they lie. */
export function compress(path, bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
}

/** Copies the declarations of these rooms. */
export function copyTypes(rooms, from, to) {
  for (const room of rooms) {
    cpSync(`${from}/${room}`, `${to}/${room}`, {
      recursive: true,
      filter: (path) => !/\.[a-z]+$/.test(path) || path.endsWith('.d.ts'),
    });
  }
}

/** Removes what an earlier build left below `folder`: after the new files are there, so that pages served meanwhile work. */
export function removeOlder(folder, than) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`;
    if (entry.isFile() && statSync(path).mtimeMs < than) rmSync(path);
  }
}
