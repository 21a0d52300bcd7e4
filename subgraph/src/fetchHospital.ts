import { BigInt } from "@graphprotocol/graph-ts";
import { Hospital } from "../generated/schema";
import { hospitalId } from "./ids";

/** The hospital of that number, saved, because others will refer to it. */
export function fetchHospital(number: BigInt): Hospital {
  const id = hospitalId(number);
  let hospital = Hospital.load(id);
  if (hospital === null) {
    hospital = new Hospital(id);
    hospital.name = "";
    hospital.save();
  }
  return hospital;
}
