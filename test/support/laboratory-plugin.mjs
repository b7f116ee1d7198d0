// Which days the fault laboratory plays in a browser, and what becomes of them: for tests in that browser.

/** What every run of the tests plays in each engine. */
const usual = { seeds: 50, from: 1, shrinks: false };

/**
 * `laboratory` answers what is to be played, and hears of every day that was: `{outcome}`.
 * @param {object} [wanted] how many seeds, which is the first, and whether a day that fails is to be made shorter
 * @param {(outcome: object) => void} [onOutcome]
 */
export function laboratory(wanted = usual, onOutcome = () => {}) {
  return {
    name: 'laboratory',
    executeCommand({ command, payload }) {
      if (command !== 'laboratory') return undefined;
      if (payload.outcome) onOutcome(payload.outcome);
      return wanted;
    },
  };
}
