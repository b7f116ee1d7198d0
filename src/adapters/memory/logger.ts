import type { LogFields, Logger, LogLevel } from '../../core/log.js';

/** A logger that remembers. */
export class MemoryLogger implements Logger {
  readonly lines: { readonly level: LogLevel; readonly name: string; readonly fields: LogFields }[] = [];

  log(level: LogLevel, name: string, fields: LogFields = {}): void {
    this.lines.push({ level, name, fields });
  }

  /** How often `name` was logged. */
  count(name: string): number {
    return this.lines.filter((line) => line.name === name).length;
  }
}
