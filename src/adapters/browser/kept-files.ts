import type { KeptFile, Vault } from './vault.js';

/** The bytes of files that are not sent yet: in the database, and in this page until they are sent. */
export class KeptFiles {
  #changed: () => void;
  #here = new Map<string, object>();
  #lost = new Set<string>();

  /** `changed`: some are lost with the page, or none any more. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Whether all of them are found again after a reload, as far as one knows. */
  get areKept(): boolean {
    return this.#lost.size === 0;
  }

  save(vault: Vault | undefined, localId: string, bytes: object, until: number): void {
    const isWanted = (): boolean => this.#here.get(localId) === bytes;
    const lose = (): void => {
      if (!isWanted()) return;
      this.#lost.add(localId);
      this.#changed();
    };
    this.#here.set(localId, bytes);
    this.#lost.delete(localId);
    if (vault) write(vault, localId, bytes, until, isWanted).catch(lose);
    else lose();
  }

  async load(vault: Vault | undefined, localId: string): Promise<object | undefined> {
    const here = this.#here.get(localId);
    if (here) return here;
    const kept = await vault?.readFile(localId).catch(() => undefined);
    return kept && asGiven(kept);
  }

  drop(vault: Vault | undefined, localId: string): void {
    this.#here.delete(localId);
    this.#lost.delete(localId);
    void vault?.dropFile(localId).catch(() => {}); // It goes stale.
    this.#changed();
  }

  /** Nothing is here any more. What is in the database is the vault's to drop. */
  forget(): void {
    this.#here.clear();
    this.#lost.clear();
  }
}

/** As they are, at once; where an engine cannot do that, what is in them. */
async function write(vault: Vault, name: string, bytes: object, until: number, isWanted: () => boolean): Promise<void> {
  try {
    await vault.writeFile(name, { until, bytes });
  } catch (error) {
    if (!(bytes instanceof Blob)) throw error;
    const blob = { type: bytes.type, name: bytes instanceof File ? bytes.name : undefined };
    const inside = await bytes.arrayBuffer();
    if (isWanted()) await vault.writeFile(name, { until, bytes: inside, blob });
  }
}

function asGiven({ bytes, blob }: KeptFile): object {
  if (!blob) return bytes;
  const parts = [bytes as ArrayBuffer];
  return blob.name === undefined ? new Blob(parts, blob) : new File(parts, blob.name, { type: blob.type });
}
