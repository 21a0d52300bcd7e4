import { initGraphQLTada } from "gql.tada";
import type { Hex } from "viem";
import type { introspection } from "./graphql-env.d.ts";

/** Types GraphQL documents against graph-node's schema. `BigInt` and `Timestamp` travel as decimal text. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Bytes: Hex; BigInt: string; BigDecimal: string; Int8: string; Timestamp: string };
}>();
