// What amazon-chime-sdk-js 3.32.0 carries and never runs here is left out. Every part that is named here has to be met,
// and the version to be this one, or the build fails: an upgrade means looking at it again.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const version = '3.32.0';

/** A class nobody makes one of. It says so, should that ever change. */
const unused = (name) => `exports.default = class ${name} {
  constructor() { throw new Error('${name} is left out of this build.'); }
};`;

/**
 * What stands in for parts of the client, by their paths below its build folder.
 *
 * Promoting to a primary meeting is the file that requires the package's whole index. Simulcast, SVC and their policies
 * are off. The parser of user agents would ask the browser for its high-entropy hints and tell them to the service; what
 * the client itself decides by is the browser's name and version.
 */
const leanParts = {
  'task/PromoteToPrimaryMeetingTask.js': unused('PromoteToPrimaryMeetingTask'),
  'videodownlinkbandwidthpolicy/VideoPriorityBasedPolicy.js': unused('VideoPriorityBasedPolicy'),
  'videouplinkbandwidthpolicy/DefaultSimulcastUplinkPolicy.js': unused('DefaultSimulcastUplinkPolicy'),
  'videostreamindex/SimulcastVideoStreamIndex.js': unused('SimulcastVideoStreamIndex'),
  'transceivercontroller/SimulcastTransceiverController.js': unused('SimulcastTransceiverController'),
  'transceivercontroller/SimulcastContentShareTransceiverController.js': unused(
    'SimulcastContentShareTransceiverController',
  ),
  'transcript/DefaultTranscriptionController.js': 'exports.default = class {};',
  'useragentparser/DefaultUserAgentParser.js': `
    const { detect } = require('detect-browser');
    const Versioning = require('../versioning/Versioning').default;
    exports.default = class {
      constructor() {
        const { name, version, os } = detect() || {};
        const or = (value) => value || 'Unavailable';
        this.result = {
          browserMajorVersion: or((version || '').split('.')[0]),
          browserName: or(name),
          browserVersion: or(version),
          deviceName: or(),
          osName: or(os),
          osVersion: or(),
          sdkVersion: Versioning.sdkVersion,
          sdkName: Versioning.sdkName,
          engineName: '',
          engineMajorVersion: '0',
        };
      }
      getParserResult() { return this.result; }
    };`,
};

/**
 * Statics of the signalling's messages which only debuggers and JSON need: `verify`, `fromObject`, `toObject`,
 * `toJSON`, `getTypeUrl` and the delimited forms. Generated code, so the shape is known: from the assignment to a line
 * that closes it at the same depth.
 */
const statics =
  /^ {4}Sdk\w+(?:\.\w+)*\.(?:prototype\.toJSON|verify|fromObject|toObject|getTypeUrl|encodeDelimited|decodeDelimited) = function [^]*?^ {4}\};$/gm;

/** How many of them 3.32.0 has. */
const staticsCount = 371;

/** The client, and what it stands on. */
export const chime = /node_modules\/(amazon-chime-sdk-js|@?protobufjs|pako|detect-browser|long)\//;

const noMap = { mappings: '' };

export function leanChime() {
  const met = new Set();
  return {
    name: 'deskbell-lean-chime',
    load(id) {
      const part = Object.keys(leanParts).find((path) => id.endsWith(`/amazon-chime-sdk-js/build/${path}`));
      if (part) {
        met.add(part);
        return `Object.defineProperty(exports, '__esModule', { value: true });\n${leanParts[part]}`;
      }
      // Numbers of 64 bits: nothing that is read here is above 2^53. The library would also try WebAssembly, which a
      // strict page reports.
      if (id.endsWith('/long/umd/index.js') || id.endsWith('/long/index.js')) {
        met.add('long');
        return 'module.exports = null;';
      }
      return null;
    },
    transform(code, id) {
      // Maps end at the client's own files: three megabytes of somebody else's sources help nobody.
      if (!id.endsWith('/signalingprotocol/SignalingProtocol.js')) return chime.test(id) ? { code, map: noMap } : null;
      met.add('statics');
      const found = code.match(statics)?.length ?? 0;
      if (found !== staticsCount) this.error(`The signalling has ${found} statics to leave out, not ${staticsCount}.`);
      return { code: code.replace(statics, ''), map: noMap };
    },
    buildEnd(error) {
      const own = [...this.getModuleIds()].find((id) => id.includes('/amazon-chime-sdk-js/build/'));
      if (error || !own) return;
      const home = createRequire(own).resolve('amazon-chime-sdk-js/package.json');
      const found = JSON.parse(readFileSync(home, 'utf8')).version;
      if (found !== version)
        this.error(`amazon-chime-sdk-js is ${found}, and what may be left out is known of ${version}.`);
      for (const part of [...Object.keys(leanParts), 'long', 'statics']) {
        if (!met.has(part)) this.error(`amazon-chime-sdk-js has no ${part} to leave out any more.`);
      }
    },
  };
}
