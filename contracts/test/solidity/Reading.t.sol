// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../src/interfaces/IConsents.sol";
import {IReports} from "../../src/interfaces/IReports.sol";
import {cheats} from "./support/Cheats.sol";
import {World} from "./support/World.sol";

contract ReadingTest is World {
    bytes20 private chart;
    bytes32 private report;

    function setUp() public {
        _deploy();
        (chart, report) = _practise();
        _makeActive(harbourDoctor, harbourRegistrar, HARBOUR);
    }

    function testFuzz_AConsentLastsExactlyToItsExpiry(uint256 lifetime, uint256 later) public {
        lifetime = 1 + (lifetime % 364 days);
        later = _near(lifetime, later, 364 days);
        _grant(patient, report, harbourDoctor, START + lifetime);

        cheats.warp(START + later);
        assert(records.canRead(report, harbourDoctor) == (later <= lifetime));
    }

    function testFuzz_AConsentEndsWithTheAttestationItWasGivenUnder(uint256 later) public {
        later = 1 + _near(365 days, later, 2 * 365 days);
        _grant(patient, report, harbourDoctor, START + 2 * 365 days);

        cheats.warp(START + later);
        assert(records.canRead(report, harbourDoctor) == (later <= 365 days));
        _attest(attester, harbourDoctor, _licenceOf(harbourDoctor), 365 days);
        assert(records.canRead(report, harbourDoctor) == (later <= 365 days));
    }

    function testFuzz_ExpiriesInThePastOrAbsurdlyFarAreRefused(uint64 expiry) public {
        cheats.assume(expiry <= START || expiry > START + records.MAX_CONSENT());

        IConsents.Grant memory granted = _consent(report, harbourDoctor, expiry);
        cheats.expectRevert(abi.encodeWithSelector(IConsents.ConsentInvalidExpiry.selector, expiry));
        cheats.prank(patient);
        records.grantConsents(granted);
    }

    function testFuzz_NobodyButTheHolderGrants(address caller, address grantee) public {
        cheats.assume(caller != patient);

        IConsents.Grant memory granted = _consent(report, grantee, START + 1 days);
        cheats.expectRevert(abi.encodeWithSelector(IConsents.ConsentNotHolder.selector, chart, caller));
        cheats.prank(caller);
        records.grantConsents(granted);
    }

    function testFuzz_NobodyButTheHolderAndTheAuthoriserStops(address caller, address grantee) public {
        cheats.assume(caller != patient && caller != _authoriserOf(patient));

        cheats.expectRevert(abi.encodeWithSelector(IConsents.ConsentNotHolder.selector, chart, caller));
        cheats.prank(caller);
        records.stopConsent(report, grantee);

        cheats.expectRevert(abi.encodeWithSelector(IConsents.ConsentNotHolder.selector, chart, caller));
        cheats.prank(caller);
        records.stopEverything(chart, grantee);
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
        bytes32 added = _add(doctor, chart, NORTHFIELD, commitment);

        bytes32 hash = keccak256(abi.encode(block.chainid, address(records), bytes20(doctor), commitment));
        assert(bytes20(added) == chart && bytes12(added << 160) == bytes12(hash));
        (bytes20 author, , , , ) = records.reportOf(added);
        assert(author == bytes20(doctor));

        IReports.NewReport memory again = _newReport(chart, NORTHFIELD, commitment);
        cheats.expectRevert(abi.encodeWithSelector(IReports.ReportAlreadyAdded.selector, added));
        cheats.prank(doctor);
        records.addReport(again);
    }

    function testFuzz_NobodyButTheAssignedDoctorAndTheHolderAdds(address caller, uint32 hospital) public {
        bool mayAdd = (caller == doctor && hospital == NORTHFIELD) || (caller == patient && hospital == 0);
        // The records call only themselves, and only in the name of whoever signed.
        cheats.assume(!mayAdd && caller != address(records));

        IReports.NewReport memory added = _newReport(chart, hospital, "second");
        cheats.expectRevert(abi.encodeWithSelector(IReports.ReportNotAssigned.selector, chart, caller, hospital));
        cheats.prank(caller);
        records.addReport(added);
    }
}
