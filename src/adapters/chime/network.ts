import type { CallConnectionEvent } from '../../core/call/ports.js';
import { judge, judgeReceived, judgeSent, noMemory, type QualityMemory } from './quality.js';
import type { ClientMetricReport } from './sdk.js';

/** How good the network is, told whenever it changes. */
export class NetworkWatch {
  readonly #emit: (event: CallConnectionEvent) => void;
  #memory: QualityMemory = noMemory;

  constructor(emit: (event: CallConnectionEvent) => void) {
    this.#emit = emit;
  }

  measured(report: ClientMetricReport, picture: boolean): void {
    const metrics = report.getObservableMetrics();
    const room = metrics['availableOutgoingBitrate'];
    this.#remember(
      judge(this.#memory, {
        lossUp: metrics['audioPacketLossPercent'] ?? NaN,
        lossDown: metrics['audioPacketsReceivedFractionLoss'] ?? NaN,
        roundTripMs: metrics['currentRoundTripTimeMs'] ?? NaN,
        roomUp: room !== undefined && room > 0 ? room : undefined,
        picture,
      }),
    );
  }

  received(poor: boolean): void {
    this.#remember(judgeReceived(this.#memory, poor));
  }

  tooMuch(): void {
    this.#remember(judgeSent(this.#memory));
  }

  /** A new life of the connection: what was measured on the old one says nothing about it. */
  reset(): void {
    this.#remember(noMemory);
  }

  #remember(memory: QualityMemory): void {
    const { quality } = memory;
    if (quality !== this.#memory.quality) this.#emit({ type: 'quality', quality });
    this.#memory = memory;
  }
}
