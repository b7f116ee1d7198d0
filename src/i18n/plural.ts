/** One wording per plural category of the language; `#` stands for the number. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** A sentence that counts, with the language's own plural rules and digits. */
export function plural(language: string, forms: PluralForms): (count: number) => string {
  let rules: Intl.PluralRules | undefined;
  let digits: Intl.NumberFormat | undefined;
  return (count) => {
    rules ??= new Intl.PluralRules(language);
    digits ??= new Intl.NumberFormat(language);
    return (forms[rules.select(count)] ?? forms.other).replace('#', digits.format(count));
  };
}
