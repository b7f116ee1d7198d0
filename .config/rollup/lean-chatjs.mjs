// What amazon-connect-chatjs 5.0.0 carries and never runs here is left out, and its copy of the AWS SDK gives way to the
// requests it comes to. All of it is known of one file, by its bytes: with any other the build fails, and an upgrade
// means looking at it again.
import { createHash } from 'node:crypto';

/** SHA-256 of amazon-connect-chatjs 5.0.0, dist/amazon-connect-chat.js. */
const known = 'SO3MtlcePvPqdmkyWjodFqOkBB/V5b7/XwfJVqn9NyM=';

/** sprintf-js is there twice, puts itself into the page's global scope, and only ever fills in `%s`. */
const sprintf = '(e,t){t.sprintf=(form,...values)=>form.replace(/%s/g,()=>values.shift())}';

/** Loggers are off (`loggerConfig`): they say nothing and return nothing. */
const quiet =
  'getLogger(){return{debug(){},info(){},warn(){},error(){},advancedLog(){}}}updateLoggerConfig(){}hasLogMetaData(){return true}';

/** What is left out, in this order: how many nodes of a type, told by how they begin, and what is there instead. */
const cuts = [
  // The AWS SDK, with its signer, its parser of user agents and its rules for endpoints.
  { type: 'Property', count: 1, begins: /^639:e=>/, stub: '639(e){e.exports=participantSdk}' },
  // Metrics of Amazon's, which are off (`disableCSM`) or go to an agent's page: the scripts, and what fills them.
  {
    type: 'NewExpression',
    count: 1,
    begins: /^new class\{constructor\(\)\{this\.widgetType="CustomChatWidget"/,
    stub: '{}',
  },
  { type: 'CallExpression', count: 27, begins: /^(?:fe\.add\w+|Re\.publish\w+)\(/, stub: 'void 0' },
  { type: 'Property', count: 1, begins: /^604:/, stub: `604${sprintf}` },
  { type: 'Property', count: 1, begins: /^975:/, stub: `975${sprintf}` },
  // What is said to the loggers: with what hands it on to Amazon, and alone.
  { type: 'LogicalExpression', count: 10, begins: /^null===\(\w=\w\.logger\.\w+\(/, stub: 'void 0' },
  {
    type: 'CallExpression',
    count: 131,
    begins: /^(?:\w+\._sendInternalLogToServer|(?:\w+\.logger|Ne|et|J\(t)\.(?:debug|info|warn|error|advancedLog))\(/,
    stub: 'void 0',
  },
  // The loggers: the chat's, and those of the socket manager with what they stand on.
  {
    type: 'NewExpression',
    count: 1,
    begins: /^new class\{constructor\(\)\{this\.updateLoggerConfig\(\)\}writeToClientLogger\(/,
    stub: `new class{${quiet}}`,
  },
  {
    type: 'VariableDeclarator',
    count: 1,
    begins: /^S=function\(\)\{function t\(e\)\{g\(this,t\),this\.logMetaData=/,
    stub: `S=class{${quiet}}`,
  },
  {
    type: 'VariableDeclarator',
    count: 2,
    begins: /^[wT]=function\(\)\{function e\(\)\{g\(this,e\)\}return v\(e,\[\{key:"debug",/,
    stub: 'w',
  },
  { type: 'VariableDeclarator', count: 1, begins: /^I=function\(e\)\{!function\(e,t\)/, stub: 'I' },
  { type: 'VariableDeclarator', count: 1, begins: /^M=function\(\)\{var e=new T;/, stub: 'M' },
  // On phones it stays away from its socket while the page is hidden, with a listener of each session's that stays in the
  // page for ever. Whoever keeps the link does that better.
  { type: 'LogicalExpression', count: 1, begins: /^d\.isMobile\(\)&&/, stub: 'void 0' },
  // A frame that is no JSON is let fall by the client too, but as an error that nobody catches in the site's page.
  {
    type: 'VariableDeclaration',
    count: 1,
    begins: /^var n=JSON\.parse\(e\.data\);$/,
    stub: 'var n;try{n=JSON.parse(e.data)}catch{return}',
  },
  // A fresh socket that never came to anything stays open when another one takes its place.
  {
    type: 'AssignmentExpression',
    count: 1,
    begins: /^c\.secondary=\$\(\)$/,
    stub: '(W(c.secondary),c.secondary=$())',
  },
  // Receipts and files, which have calls of their own here (`participant-service`), and views and signing in, which a
  // page cannot reach: the session's methods, and those of the controller and of the two clients below it.
  {
    type: 'MethodDefinition',
    count: 23,
    begins:
      /^(?:describeView|getAuthenticationUrl|cancelParticipantAuthentication|sendAttachment|downloadAttachment|getAttachmentURL)\(/,
    stub: '',
  },
  { type: 'MethodDefinition', count: 2, begins: /^_(?:uploadToS3|downloadUrl)\(/, stub: '' },
  {
    type: 'CallExpression',
    count: 1,
    begins: /^this\.messageReceiptUtil\.prioritizeAndSendMessageReceipt\(/,
    stub: 'void 0',
  },
  {
    type: 'MethodDefinition',
    count: 5,
    begins: /^(?:prioritizeAndSendMessageReceipt|sendMessageReceipts|resolve(?:Delivered|Read|)Promises)\(/,
    stub: '',
  },
  {
    type: 'MethodDefinition',
    count: 1,
    begins: /^rehydrateReceiptMappers\(/,
    stub: 'rehydrateReceiptMappers(e){return e}',
  },
  // A transcript of its own, for those who ask for it (`onTranscriptUpdate`).
  { type: 'MethodDefinition', count: 1, begins: /^_updateTranscript\(/, stub: '_updateTranscript(){return null}' },
  { type: 'NewExpression', count: 1, begins: /^new Je\(this\.logger\)$/, stub: 'null' },
  // lodash's throttle, for signs of typing: the first of ten seconds goes.
  {
    type: 'Property',
    count: 1,
    begins: /^858:e=>/,
    stub: '858(e){e.exports=(run,ms)=>{let at=-ms,last;return(...given)=>{const now=Date.now();if(Math.abs(now-at)>=ms){at=now;last=run(...given)}return last}}}',
  },
];

/** Every node below `node` for which `wanted` holds; what is inside one that does is not looked at. */
function outermost(node, wanted) {
  if (node === null || typeof node !== 'object') return [];
  if (typeof node.type === 'string' && wanted(node)) return [node];
  return Object.values(node).flatMap((value) => outermost(value, wanted));
}

/** Makes amazon-connect-chatjs lean. The module at `sdk` exports `participantSdk`, what it takes from the AWS SDK. */
export const leanChatjs = (sdk) => ({
  name: 'deskbell-lean-chatjs',
  transform(code, id) {
    if (!id.endsWith('/amazon-connect-chat.js')) return null;
    if (createHash('sha256').update(code).digest('base64') !== known) {
      this.error('amazon-connect-chatjs is not the file whose unused parts are known.');
    }
    let lean = code;
    for (const { type, count, begins, stub } of cuts) {
      const found = outermost(
        this.parse(lean),
        (node) => node.type === type && begins.test(lean.slice(node.start, node.end)),
      );
      if (found.length !== count) this.error(`amazon-connect-chatjs has ${found.length} of ${begins}, not ${count}.`);
      for (const { start, end } of found.sort((a, b) => b.start - a.start))
        lean = lean.slice(0, start) + stub + lean.slice(end);
    }
    return { code: `import { participantSdk } from ${JSON.stringify(sdk)};\n${lean}`, map: null };
  },
});
