import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

/** Which packages and rooms a room may import; anything else is an error. The same arrows as in src/README.md. */
const rooms = {
  core: [],
  protocol: [],
  i18n: [],
  adapters: ['amazon-connect-chatjs', 'amazon-chime-sdk-js/build/.+'],
  elements: ['lit', 'lit/.+'],
  app: [],
  loader: [],
  broker: [
    'hono',
    'hono/.+',
    '@hono/node-server',
    'jose',
    'valibot',
    '@aws-sdk/client-connect',
    '@smithy/.+',
    'node:.+',
  ],
  simulator: ['ws', 'werift', 'amazon-chime-sdk-js/build/signalingprotocol/.+', 'node:.+'],
};

const arrow = (room, packages) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(?!\\.${packages.map((name) => `|${name}$`).join('')})`,
            message: `src/${room} may import ${packages.length ? packages.join(', ') : 'no package at all'}.`,
          },
        ],
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['**/node_modules', '**/build', '**/dist', 'coverage'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: `${import.meta.dirname}/..` } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // An AbortSignal's reason is whatever its owner said, and is passed on as such.
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-console': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
    },
  },
  {
    files: ['src/elements/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/recommended']],
    plugins: { 'lit-a11y': litA11y },
    rules: {
      ...Object.fromEntries(Object.keys(litA11y.rules).map((rule) => [`lit-a11y/${rule}`, 'error'])),
      // Template listeners are bound by Lit.
      '@typescript-eslint/unbound-method': 'off',
      // render() returns what it returns: Lit's own types say it better.
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // Elements are registered in define.ts, so that importing a class has no side effect.
      'wc/guard-super-call': 'off',
    },
  },
  ...Object.entries(rooms).map(([room, packages]) => arrow(room, packages)),
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'Date', 'crypto', 'document', 'window', 'fetch'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random' },
        { object: 'Date', property: 'now' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/require-await': 'off',
      // node:test's own functions return promises that its runner awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'it', 'describe', 'suite'], package: 'node:test' },
          ],
        },
      ],
    },
  },
);
