import type { LogFields, Logger, LogLevel } from '../../core/log.js';

/** One line of the log. */
export interface LogLine {
  readonly level: LogLevel;
  readonly name: string;
  readonly fields: LogFields;
}

/** A logger that hands each line to whoever put it in. A sink that throws harms nobody else. */
export function callbackLogger(sink: (line: LogLine) => void): Logger {
  return {
    log(level, name, fields = {}) {
      try {
        sink({ level, name, fields });
      } catch {
        // There is nowhere left to report to.
      }
    },
  };
}
