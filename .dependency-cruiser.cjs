/** The house's import direction: scripts → web | otp-worker → contracts/protocol. */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "A component that draws a tree imports itself.",
      severity: "error",
      from: {
        pathNot:
          "^web/src/(lib/viewers/(DocumentViewer|fhir/(JsonTree|FhirEntry))|routes/log/\\[tx\\]/DecodedValues)\\.svelte$",
      },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "protocol-imports-no-other-part",
      severity: "error",
      from: { path: "^contracts/protocol/" },
      to: { path: "^(web|otp-worker|scripts|subgraph)/" },
    },
    {
      name: "web-and-worker-are-strangers",
      severity: "error",
      from: { path: "^web/" },
      to: { path: "^(otp-worker|scripts|subgraph)/" },
    },
    {
      name: "worker-and-web-are-strangers",
      severity: "error",
      from: { path: "^otp-worker/" },
      to: { path: "^(web|scripts|subgraph)/" },
    },
    {
      name: "components-take-props",
      comment: "Components import no module that owns an outside world.",
      severity: "error",
      from: { path: "^web/src/components/" },
      to: { path: "^web/src/(routes|lib/(blobs|chain|flows|history|keys|network|otp|wallet)/)" },
    },
    {
      name: "lib-imports-no-component",
      severity: "error",
      from: { path: "^web/src/lib/", pathNot: "^web/src/lib/viewers/" },
      to: { path: "^web/src/(routes|components)/" },
    },
    {
      name: "administrators-have-no-path-to-reports",
      comment: "Nothing that opens, locks, fetches or shows a report is imported by the administrator's pages.",
      severity: "error",
      from: { path: "^web/src/routes/administrator/" },
      to: {
        path: [
          "^web/src/lib/(keys|blobs|documents|export|acts)/",
          "^web/src/lib/(openedReports|fetchedDocument|publishedCapsules)",
          "^web/src/lib/viewers/(?!saveFile)",
          "^web/src/lib/flows/(?!administratorCalls|assignmentsCsv|patientByCard)",
          "^web/src/routes/(patient|doctor)/",
        ],
      },
    },
    {
      name: "only-the-protocol-owns-cryptography",
      severity: "error",
      from: { path: "^(web|otp-worker|scripts)/", pathNot: "/test/" },
      to: { path: "node_modules/(eth-crypto|@noble)/" },
    },
    {
      name: "only-lib-wallet-discovers-wallets",
      severity: "error",
      from: { path: "^web/", pathNot: "^web/src/lib/wallet/" },
      to: { path: "node_modules/(mipd|@walletconnect)/" },
    },
    {
      name: "only-lib-history-asks-the-subgraph",
      severity: "error",
      from: { path: "^web/", pathNot: "^web/src/lib/history/" },
      to: { path: "node_modules/(@urql|gql\\.tada)/" },
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: {},
      to: {
        couldNotResolve: true,
        pathNot: "^(@lucide/svelte/icons/|\\$app|\\$env|cloudflare:|\\./\\$types|@cornerstonejs/.*\\?url)",
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(node_modules|\\.svelte-kit|build|generated|artifacts|cache|\\.cache|\\.chartkey)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["svelte", "browser", "import", "default", "types"],
      extensions: [".ts", ".svelte", ".js", ".mjs", ".json"],
    },
  },
};
