import { expose } from "comlink";
import { createKeyHolder } from "./keyHolder.ts";

expose(createKeyHolder());
