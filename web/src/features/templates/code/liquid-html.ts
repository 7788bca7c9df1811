import type { languages } from "monaco-editor/editor/editor.api";

/** A shaft of Liquid may stand anywhere in a mail: in text, in an attribute, in a style. */
const LIQUID: languages.IMonarchLanguageRule[] = [
  [/\{%-?\s*comment\s*-?%\}/, "comment.liquid", "@liquidComment"],
  [/\{%-?\s*raw\s*-?%\}/, "keyword.liquid", "@liquidRaw"],
  [/\{\{-?/, "delimiter.liquid", "@liquidOutput"],
  [/\{%-?/, "delimiter.liquid", "@liquidTag"],
];
const EXPRESSION: languages.IMonarchLanguageRule[] = [
  [/"[^"]*"|'[^']*'/, "string.liquid"],
  [/\b\d+(\.\d+)?\b/, "number.liquid"],
  [/(\|)(\s*)([\w]+)/, ["delimiter.liquid", "", "predefined.liquid"]],
  [/\b(and|or|not|contains|in|true|false|nil|blank|empty|reversed|limit|offset)\b/, "keyword.liquid"],
  [/[\w][\w.-]*/, "variable.liquid"],
  [/[=!<>]=?|[:,|[\]()]/, "delimiter.liquid"],
  [/\s+/, ""],
];

/** HTML and MJML with Liquid in it. */
export const liquidHtml: languages.IMonarchLanguage = {
  defaultToken: "",
  ignoreCase: true,
  tokenizer: {
    root: [
      ...LIQUID,
      [/<!DOCTYPE[^>]*>/, "metatag"],
      [/<!--/, "comment", "@comment"],
      [/(<)(style|mj-style)/, ["delimiter.html", { token: "tag", next: "@styleTag" }]],
      [/(<\/?)([\w:-]+)/, ["delimiter.html", { token: "tag", next: "@tag" }]],
      [/&[#\w]+;/, "string.escape"],
      [/[^<{&]+/, ""],
      [/[<{&]/, ""],
    ],
    comment: [
      [/-->/, "comment", "@pop"],
      [/[^-]+/, "comment"],
      [/./, "comment"],
    ],
    tag: [
      ...LIQUID,
      [/\/?>/, "delimiter.html", "@pop"],
      [/"/, "attribute.value", "@doubleQuoted"],
      [/'/, "attribute.value", "@singleQuoted"],
      [/[\w:@-]+/, "attribute.name"],
      [/=/, "delimiter.html"],
      [/\s+/, ""],
      [/./, ""],
    ],
    doubleQuoted: [...LIQUID, [/"/, "attribute.value", "@pop"], [/[^"{]+|\{/, "attribute.value"]],
    singleQuoted: [...LIQUID, [/'/, "attribute.value", "@pop"], [/[^'{]+|\{/, "attribute.value"]],
    styleTag: [
      [/>/, { token: "delimiter.html", switchTo: "@style" }],
      [/"[^"]*"|'[^']*'/, "attribute.value"],
      [/[\w-]+/, "attribute.name"],
      [/./, ""],
    ],
    style: [
      ...LIQUID,
      [/(<\/)(style|mj-style)(\s*>)/, ["delimiter.html", "tag", { token: "delimiter.html", next: "@pop" }]],
      [/\/\*/, "comment", "@styleComment"],
      [/@[\w-]+/, "keyword"],
      [/([\w-]+)(\s*)(:)/, ["attribute.name", "", "delimiter"]],
      [/#[0-9a-f]{3,8}\b/, "number"],
      [/-?\d[\d.]*(px|em|rem|%|pt|vw|vh)?/, "number"],
      [/"[^"]*"|'[^']*'/, "string"],
      [/[{}();:,]/, "delimiter"],
      [/[\w.#>*!-]+/, ""],
      [/\s+|./, ""],
    ],
    styleComment: [
      [/\*\//, "comment", "@pop"],
      [/[^*]+|\*/, "comment"],
    ],
    liquidOutput: [[/-?\}\}/, "delimiter.liquid", "@pop"], ...EXPRESSION, [/./, ""]],
    liquidTag: [
      [/-?%\}/, "delimiter.liquid", "@pop"],
      [
        /\b(if|elsif|else|endif|unless|endunless|for|endfor|break|continue|case|when|endcase|assign|capture|endcapture)\b/,
        "keyword.liquid",
      ],
      ...EXPRESSION,
      [/./, ""],
    ],
    liquidComment: [
      [/\{%-?\s*endcomment\s*-?%\}/, "comment.liquid", "@pop"],
      [/[^{]+|\{/, "comment.liquid"],
    ],
    liquidRaw: [
      [/\{%-?\s*endraw\s*-?%\}/, "keyword.liquid", "@pop"],
      [/[^{]+|\{/, ""],
    ],
  },
};

export const liquidHtmlConfiguration: languages.LanguageConfiguration = {
  wordPattern: /[\w.]+/,
  comments: { blockComment: ["<!--", "-->"] },
  brackets: [
    ["<!--", "-->"],
    ["{{", "}}"],
    ["{%", "%}"],
    ["<", ">"],
    ["{", "}"],
    ["(", ")"],
  ],
  colorizedBracketPairs: [],
  // Before a closing tag, which has just been put there, too.
  autoCloseBefore: ";:.,=}])><\"' \n\t",
  autoClosingPairs: [
    { open: "{{", close: "}}" },
    { open: "{%", close: "%}" },
    { open: "(", close: ")" },
    { open: '"', close: '"' },
    { open: "'", close: "'", notIn: ["string", "comment"] },
  ],
  surroundingPairs: [
    { open: '"', close: '"' },
    { open: "'", close: "'" },
    { open: "<", close: ">" },
  ],
};
