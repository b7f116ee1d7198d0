/** A number of bytes as the language writes it: "0.9 kB", "84 kB", "1.4 MB". */
export function sizeWords(bytes: number, language: string): string {
  const [unit, value] = bytes < 1_048_576 ? ['kilobyte', bytes / 1_024] : ['megabyte', bytes / 1_048_576];
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits }).format(value);
}
