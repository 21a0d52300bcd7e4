// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../src/interfaces/IConsents.sol";
import {IReports} from "../../src/interfaces/IReports.sol";
import {RoleIds} from "../../src/libraries/RoleIds.sol";
import {cheats} from "./support/Cheats.sol";
import {World} from "./support/World.sol";

contract ReadingTest is World {
    address private reader = cheats.addr(6);

    bytes20 private chart;
    bytes32 private report;

    function setUp() public {
        _deploy();
        (chart, report) = _practise();

        _attest(2, reader, keccak256("other licence"), 2 * 365 days);
        cheats.prank(harbourRegistrar);
        registry.grantRole(RoleIds.doctor(HARBOUR), reader);
        _publishKey(6);
    }

    function testFuzz_AConsentLastsExactlyToItsExpiry(uint256 lifetime, uint256 later) public {
        lifetime = 1 + (lifetime % 365 days);
        later = later % (2 * 365 days - 1);
        _grant(patient, report, reader, START + lifetime);

        cheats.warp(START + later);
        assert(records.canRead(report, reader) == (later <= lifetime));
    }

    function testFuzz_ExpiriesInThePastOrAbsurdlyFarAreRefused(uint64 expiry) public {
        cheats.assume(expiry <= START || expiry > START + records.MAX_CONSENT());

        IConsents.Grant memory granted = _consent(report, reader, expiry);
        cheats.expectRevert(abi.encodeWithSelector(IConsents.ConsentInvalidExpiry.selector, expiry));
        cheats.prank(patient);
        records.grantConsent(granted);
    }

    function testFuzz_NobodyButTheHolderGrantsOrStops(address caller, address grantee) public {
        cheats.assume(caller != patient);

        IConsents.Grant memory granted = _consent(report, grantee, START + 1 days);
        cheats.expectRevert(abi.encodeWithSelector(IConsents.ConsentNotHolder.selector, chart, caller));
        cheats.prank(caller);
        records.grantConsent(granted);

        cheats.expectRevert(abi.encodeWithSelector(IConsents.ConsentNotHolder.selector, chart, caller));
        cheats.prank(caller);
        records.stopConsent(report, grantee);
    }

    function testFuzz_StoppingSucceedsWithAnybodyAtAnyTime(address grantee, uint32 later) public {
        cheats.assume(grantee != patient);
        _grant(patient, report, reader, START + 30 days);
        cheats.warp(START + later);

        cheats.prank(patient);
        records.stopConsent(report, grantee);
        assert(!records.canRead(report, grantee));
    }

    function testFuzz_ThoseWithoutConsentOrAuthorshipCannotRead(address account) public view {
        assert(records.canRead(report, account) == (account == patient || account == doctor));
    }

    function testFuzz_ReportsThatWereNotAddedAreNobodys(bytes32 unknown, address account) public view {
        cheats.assume(unknown != report);
        assert(!records.canRead(unknown, account));
    }

    function testFuzz_AReportsIdBindsChartAuthorAndCommitment(bytes32 commitment) public {
        cheats.assume(commitment != 0 && commitment != "first");
        cheats.prank(doctor);
        bytes32 added = records.addReport(_newReport(chart, NORTHFIELD, commitment, 1));

        bytes32 hash = keccak256(abi.encode(block.chainid, address(records), bytes20(doctor), commitment));
        assert(bytes20(added) == chart && bytes12(added << 160) == bytes12(hash));
        (bytes20 author, , ) = records.reportOf(added);
        assert(author == bytes20(doctor));

        cheats.expectRevert(abi.encodeWithSelector(IReports.ReportAlreadyAdded.selector, added));
        cheats.prank(doctor);
        records.addReport(_newReport(chart, NORTHFIELD, commitment, 1));
    }

    function testFuzz_NobodyButTheAssignedDoctorAndTheHolderAdds(address caller, uint32 hospital) public {
        bool mayAdd = (caller == doctor && hospital == NORTHFIELD) || (caller == patient && hospital == 0);
        cheats.assume(!mayAdd);

        cheats.expectRevert(abi.encodeWithSelector(IReports.ReportNotAssigned.selector, chart, caller, hospital));
        cheats.prank(caller);
        records.addReport(_newReport(chart, hospital, "second", 1));
    }
}
