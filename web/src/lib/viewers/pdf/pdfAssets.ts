import openjpeg from "pdfjs-dist/wasm/openjpeg.wasm?url&no-inline";
import jbig2 from "pdfjs-dist/wasm/jbig2.wasm?url&no-inline";
import dingbats from "pdfjs-dist/standard_fonts/FoxitDingbats.pfb?url&no-inline";
import fixed from "pdfjs-dist/standard_fonts/FoxitFixed.pfb?url&no-inline";
import fixedBold from "pdfjs-dist/standard_fonts/FoxitFixedBold.pfb?url&no-inline";
import fixedBoldItalic from "pdfjs-dist/standard_fonts/FoxitFixedBoldItalic.pfb?url&no-inline";
import fixedItalic from "pdfjs-dist/standard_fonts/FoxitFixedItalic.pfb?url&no-inline";
import serif from "pdfjs-dist/standard_fonts/FoxitSerif.pfb?url&no-inline";
import serifBold from "pdfjs-dist/standard_fonts/FoxitSerifBold.pfb?url&no-inline";
import serifBoldItalic from "pdfjs-dist/standard_fonts/FoxitSerifBoldItalic.pfb?url&no-inline";
import serifItalic from "pdfjs-dist/standard_fonts/FoxitSerifItalic.pfb?url&no-inline";
import symbol from "pdfjs-dist/standard_fonts/FoxitSymbol.pfb?url&no-inline";
import sansBold from "pdfjs-dist/standard_fonts/LiberationSans-Bold.ttf?url&no-inline";
import sansBoldItalic from "pdfjs-dist/standard_fonts/LiberationSans-BoldItalic.ttf?url&no-inline";
import sansItalic from "pdfjs-dist/standard_fonts/LiberationSans-Italic.ttf?url&no-inline";
import sans from "pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf?url&no-inline";
import { m } from "#messages";

/**
 * What a PDF may lean on without carrying it: the fourteen standard fonts, and decoders for the pictures that scanners
 * make. All are files of this page's own origin, by the names pdf.js asks for; nothing else is ever fetched for a document.
 */
const assets: Readonly<Record<string, string>> = {
  "openjpeg.wasm": openjpeg,
  "jbig2.wasm": jbig2,
  "FoxitDingbats.pfb": dingbats,
  "FoxitFixed.pfb": fixed,
  "FoxitFixedBold.pfb": fixedBold,
  "FoxitFixedBoldItalic.pfb": fixedBoldItalic,
  "FoxitFixedItalic.pfb": fixedItalic,
  "FoxitSerif.pfb": serif,
  "FoxitSerifBold.pfb": serifBold,
  "FoxitSerifBoldItalic.pfb": serifBoldItalic,
  "FoxitSerifItalic.pfb": serifItalic,
  "FoxitSymbol.pfb": symbol,
  "LiberationSans-Bold.ttf": sansBold,
  "LiberationSans-BoldItalic.ttf": sansBoldItalic,
  "LiberationSans-Italic.ttf": sansItalic,
  "LiberationSans-Regular.ttf": sans,
};

/** @throws UnknownPdfAssetError for what is not shipped, such as character maps of fonts a PDF does not embed */
export async function fetchPdfAsset(filename: string): Promise<Uint8Array> {
  const url = assets[filename];
  if (url === undefined) throw new UnknownPdfAssetError(filename);
  const answer = await fetch(url);
  if (!answer.ok) throw new UnknownPdfAssetError(filename);
  return new Uint8Array(await answer.arrayBuffer());
}

export class UnknownPdfAssetError extends Error {
  override name = "UnknownPdfAssetError";
  constructor(filename: string) {
    super(m.viewers_pdf_asset_missing({ filename }));
  }
}
