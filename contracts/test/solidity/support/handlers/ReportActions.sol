// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../../../src/interfaces/IConsents.sol";
import {IReports} from "../../../../src/interfaces/IReports.sol";
import {Acting} from "./Acting.sol";

/// @dev Reports and what is done with them; requests; capsules. What to send is made apart from sending it, because a patient
/// may also sign it for somebody else to send.
abstract contract ReportActions is Acting {
    struct Asked {
        bytes32 report;
        address by;
    }

    /// @dev Every request there ever was.
    Asked[] private _requests;

    function addReport(uint256 seed) external action(seed) {
        (address author, bytes20 chart, uint32 hospital) = _assigned();
        if (_roll(3) == 0) (author, hospital) = (_mostly(ledger.holderOf(chart)), 0);
        bytes memory call = _callToAdd(chart, hospital);
        _as(author);
        _call(address(records), call);
    }

    function correctReport(uint256 seed) external action(seed) {
        (bytes32 report, uint32 hospital) = (_report(), _hospital());
        (bytes20 author, , , , , , ) = ledger.report(report);
        address by = address(author);
        if (author == bytes20(report)) (by, hospital) = (ledger.holderOf(author), 0);
        bytes memory call = _callToCorrect(report, hospital);
        _as(_mostly(by));
        _call(address(records), call);
    }

    function rekeyReport(uint256 seed) external action(seed) {
        bytes32 report = _report();
        bytes memory call = _callToRekey(report);
        _as(_mostly(ledger.holderOf(bytes20(report))));
        _call(address(records), call);
    }

    function addRemark(uint256 seed) external action(seed) {
        bytes32 report = _report();
        bytes memory call = _callToRemark(report);
        _as(_roll(2) == 0 ? _doctor() : _mostly(ledger.holderOf(bytes20(report))));
        _call(address(records), call);
    }

    function retractReport(uint256 seed) external seldom(seed, 6) action(seed) {
        bytes32 report = _report();
        (bytes20 author, , , , , , ) = ledger.report(report);
        bytes memory call = _callToRetract(report);
        _as(_mostly(author == bytes20(report) ? ledger.holderOf(author) : address(author)));
        _call(address(records), call);
    }

    function eraseReport(uint256 seed) external seldom(seed, 8) action(seed) {
        bytes32 report = _report();
        _as(_mostly(ledger.holderOf(bytes20(report))));
        records.eraseReport(report);
    }

    function requestConsent(uint256 seed) external action(seed) {
        (bytes32 report, IConsents.Purpose purpose) = (_report(), _purpose());
        address by = _doctor();
        _as(by);
        records.requestConsent(report, purpose);
        _requests.push(Asked(report, by));
    }

    function declineRequest(uint256 seed) external action(seed) {
        (bytes32 report, address by) = _someRequest();
        _as(_mostly(ledger.holderOf(bytes20(report))));
        records.declineRequest(report, by);
        (, uint64 notBefore) = records.requestOf(report, by);
        _expectDeadline(notBefore);
    }

    function publishCapsules(uint256 seed) external action(seed) {
        bytes20 chart = _chart();
        bytes memory call = _callToPublish(chart);
        _as(_mostly(ledger.holderOf(chart)));
        _call(address(records), call);
    }

    function publishOwnCapsules(uint256 seed) external action(seed) {
        address account = _anybody();
        (uint32 version, ) = ledger.keyOf(account);
        _as(account);
        records.publishOwnCapsules(version, CAPSULES);
    }

    function _callToAdd(bytes20 chart, uint32 hospital) internal returns (bytes memory) {
        IReports.NewReport memory added = _newReport(chart, hospital, _someCommitment());
        added.explicitOnly = _roll(3) == 0;
        if (_rarely()) added.commitment = "first";
        return abi.encodeCall(records.addReport, (added));
    }

    function _callToCorrect(bytes32 report, uint32 hospital) internal returns (bytes memory) {
        IReports.Correction memory corrected = _correction(report, hospital, _someCommitment());
        if (_rarely()) corrected.version = uint32(_roll(4));
        return abi.encodeCall(records.correctReport, (corrected));
    }

    function _callToRekey(bytes32 report) internal returns (bytes memory) {
        (, , , uint32 epoch, uint32 version, , ) = ledger.report(report);
        bytes32[] memory payloads = new bytes32[](_rarely() ? _roll(4) : version);
        for (uint256 n; n < payloads.length; ++n) payloads[n] = "new payload";
        return abi.encodeCall(records.rekeyReport, (report, epoch, payloads, CAPSULES));
    }

    function _callToRemark(bytes32 report) internal returns (bytes memory) {
        (, , , uint32 epoch, , , ) = ledger.report(report);
        return abi.encodeCall(records.addRemark, (report, epoch, _someCommitment(), "payload", CAPSULES));
    }

    function _callToRetract(bytes32 report) internal returns (bytes memory) {
        return abi.encodeCall(records.retractReport, (report, IReports.Reason(_roll(6))));
    }

    function _callToPublish(bytes20 chart) internal returns (bytes memory) {
        address recipient = _doctor();
        (uint32 version, ) = ledger.keyOf(recipient);
        return abi.encodeCall(records.publishCapsules, (chart, recipient, version, CAPSULES));
    }

    function _purpose() internal returns (IConsents.Purpose) {
        return _rarely() ? IConsents.Purpose.NONE : IConsents.Purpose(1 + _roll(6));
    }

    /// @dev A report and a doctor who asked for it lately; any when nobody ever did.
    function _someRequest() internal returns (bytes32 report, address by) {
        if (_requests.length == 0) return (_report(), _doctor());
        Asked memory drawn = _requests[_requests.length - 1 - _roll(_atMost(4, _requests.length))];
        return (drawn.report, drawn.by);
    }
}
