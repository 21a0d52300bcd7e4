// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../../src/interfaces/IConsents.sol";
import {RoleIds} from "../../../src/libraries/RoleIds.sol";
import {cheats} from "./Cheats.sol";
import {World} from "./World.sol";

/// @dev What nine people do to each other, honest and not. An action that the contracts refuse reverts, and the run's report
/// counts it as such; an action that they should have refused, or refused wrongly, is remembered in `broken`.
contract Handler is World {
    struct Added {
        bytes32 report;
        bytes20 chart;
        bytes20 author;
        bytes32 commitment;
    }

    /// @dev What the patient last decided about a doctor and a report, as the calls say that succeeded.
    struct Decision {
        bool stopped;
        uint256 expiry;
        uint32 generation;
    }

    string public broken;
    Added[] public added;
    mapping(bytes32 report => uint32 generation) public authorGenerations;
    mapping(bytes32 report => mapping(address grantee => Decision decision)) public decisions;

    /// @dev What ends things happens less often than what begins them, or little would ever be under way.
    modifier seldom(uint256 seed) {
        require(_draw(seed, 12) == 0, "not now");
        _;
    }

    constructor() {
        _deploy();
        _practise();
        _remember(bytes20(registry.chartOf(patient)), bytes20(doctor), "first");
    }

    function grantRole(uint256 kind, uint256 whom) external {
        (bytes32 role, address account) = _roleAndAccount(kind, whom);
        cheats.prank(_adminOf(role));
        registry.grantRole(role, account);
    }

    function revokeRole(uint256 kind, uint256 whom, uint256 chance) external seldom(chance) {
        (bytes32 role, address account) = _roleAndAccount(kind, whom);
        cheats.prank(_adminOf(role));
        registry.revokeRole(role, account);
    }

    function renounceRole(uint256 kind, uint256 whom, uint256 chance) external seldom(chance) {
        (bytes32 role, address account) = _roleAndAccount(kind, whom);
        cheats.prank(account);
        registry.renounceRole(role, account);
    }

    function transferDefaultAdmin(uint256 whom, uint256 chance) external seldom(chance) {
        (address sender, address successor) = (registry.defaultAdmin(), _office(whom));
        cheats.prank(sender);
        registry.beginDefaultAdminTransfer(successor);
        cheats.warp(cheats.getBlockTimestamp() + DELAY + 1);
        cheats.prank(successor);
        registry.acceptDefaultAdminTransfer();
    }

    function registerPatient(uint256 whom) external {
        _register(_privateKeyOf(_patient(whom)));
    }

    function publishKey(uint256 whom) external {
        _publishKey(_privateKeyOf(_anybody(whom)));
    }

    function attest(uint256 by, uint256 whom, uint256 licence, uint256 validity) external {
        address signer = _isRare(by) ? _anybody(by) : _holderOf(RoleIds.ATTESTER);
        _attest(_privateKeyOf(signer), _doctor(whom), bytes32(1 + _draw(licence, 6)), validity % 800 days);
    }

    function revokeAttestation(uint256 by, uint256 whom, uint256 chance) external seldom(chance) {
        cheats.prank(_office(by));
        registry.revokeAttestation(_doctor(whom));
    }

    function askForCare(uint256 whom, uint256 where) external {
        cheats.prank(_patient(whom));
        registry.askForCare(_hospital(where));
    }

    function leaveCare(uint256 whom, uint256 where, uint256 chance) external seldom(chance) {
        cheats.prank(_patient(whom));
        registry.leaveCare(_hospital(where));
    }

    function acceptCare(uint256 by, uint256 whom, uint256 where) external {
        (address registrar_, bytes20 chart) = (_registrar(by, where), registry.chartOf(_patient(whom)));
        cheats.prank(registrar_);
        registry.acceptCare(chart, _hospital(where));
    }

    function endCare(uint256 by, uint256 whom, uint256 where, uint256 chance) external seldom(chance) {
        (address registrar_, bytes20 chart) = (_registrar(by, where), registry.chartOf(_patient(whom)));
        cheats.prank(registrar_);
        registry.endCare(chart, _hospital(where));
    }

    function assignDoctor(uint256 by, uint256 whom, uint256 to, uint256 where) external {
        (address registrar_, bytes20 chart) = (_registrar(by, where), registry.chartOf(_patient(to)));
        cheats.prank(registrar_);
        registry.assignDoctor(chart, _doctor(whom), _hospital(where));
        if (registrar_ == _doctor(whom)) broken = "a registrar assigned themself";
    }

    function endAssignment(
        uint256 by,
        uint256 whom,
        uint256 to,
        uint256 where,
        uint256 chance
    ) external seldom(chance) {
        (address registrar_, bytes20 chart) = (_registrar(by, where), registry.chartOf(_patient(to)));
        cheats.prank(registrar_);
        registry.endAssignment(chart, _doctor(whom), _hospital(where));
    }

    function addReport(uint256 by, uint256 to, uint256 where, bytes32 commitment) external {
        _addReport(_doctor(by), _patient(to), _hospital(where), commitment);
    }

    function addOwnReport(uint256 whom, bytes32 commitment) external {
        _addReport(_patient(whom), _patient(whom), 0, commitment);
    }

    function addRemark(uint256 by, uint256 which) external {
        (bytes32 report, address author) = (_report(which), _anybody(by));
        bool mayRead = records.canRead(report, author);
        cheats.prank(author);
        records.addRemark(report, 1, "remark", "payload", CAPSULES);
        if (!mayRead) broken = "someone who may not read remarked";
    }

    function grantConsent(uint256 which, uint256 whom, uint256 lifetime) external {
        (bytes32 report, address grantee) = (_report(which), _doctor(whom));
        uint256 expiry = cheats.getBlockTimestamp() + (lifetime % 400 days);
        _grant(registry.holderOf(bytes20(report)), report, grantee, expiry);

        (, uint32 generation) = registry.attestationOf(grantee);
        decisions[report][grantee] = Decision(false, expiry, generation);
        if (registry.isAdministrative(grantee)) broken = "an administrative account became a grantee";
    }

    function stopConsent(uint256 which, uint256 whom) external {
        (bytes32 report, address grantee) = (_report(which), _anybody(whom));
        address holder = registry.holderOf(bytes20(report));
        cheats.prank(holder);
        try records.stopConsent(report, grantee) {
            decisions[report][grantee] = Decision(true, 0, 0);
            if (holder != grantee && records.canRead(report, grantee)) broken = "a stop left the report readable";
        } catch {
            broken = "a stop was refused to the holder";
        }
    }

    /// @dev Somebody else's grant or stop, always refused.
    function meddle(uint256 by, uint256 which, uint256 whom, bool isGrant) external {
        (bytes32 report, address meddler) = (_report(which), _anybody(by));
        if (meddler == registry.holderOf(bytes20(report))) return;

        IConsents.Grant memory granted = _consent(report, _doctor(whom), cheats.getBlockTimestamp() + 1 days);
        bytes memory call =
            isGrant
                ? abi.encodeCall(records.grantConsent, (granted))
                : abi.encodeCall(records.stopConsent, (report, _doctor(whom)));
        cheats.prank(meddler);
        (bool success, ) = address(records).call(call);
        if (success) broken = "somebody else decided about a patient's report";
    }

    function passTime(uint256 time) external {
        cheats.warp(cheats.getBlockTimestamp() + (time % 60 days));
    }

    function contracts() external view returns (address, address) {
        return (address(registry), address(records));
    }

    function addedCount() external view returns (uint256) {
        return added.length;
    }

    function peopleCount() external view returns (uint256) {
        return people.length;
    }

    function person(uint256 index) external view returns (address) {
        return people[index];
    }

    function _addReport(address author, address holder, uint32 hospital, bytes32 commitment) private {
        bytes20 chart = registry.chartOf(holder);
        (uint32 keyVersion, ) = registry.keyOf(holder);
        bool isOwn = author == holder && hospital == 0;
        bool mayAdd = isOwn || registry.isAssigned(chart, author, hospital);
        cheats.prank(author);
        records.addReport(_newReport(chart, hospital, commitment, keyVersion));
        if (!mayAdd) broken = "someone unassigned added a report";
        _remember(chart, isOwn ? chart : bytes20(author), commitment);
    }

    function _remember(bytes20 chart, bytes20 author, bytes32 commitment) private {
        bytes32 hash = keccak256(abi.encode(block.chainid, address(records), author, commitment));
        bytes32 report = bytes32(chart) | (hash >> 160);
        added.push(Added(report, chart, author, commitment));
        (, authorGenerations[report]) = registry.attestationOf(address(author));
    }

    function _anybody(uint256 seed) private view returns (address) {
        return people[_draw(seed, people.length)];
    }

    /// @dev Mostly one of the offices: default admin, attester, registrars. Now and then anybody, as below.
    function _office(uint256 seed) private view returns (address) {
        return _isRare(seed) ? _anybody(seed) : people[_draw(seed, 4)];
    }

    /// @dev Mostly one of those who become doctors.
    function _doctor(uint256 seed) private view returns (address) {
        return _isRare(seed) ? _anybody(seed) : people[4 + _draw(seed, 3)];
    }

    /// @dev Mostly one of those who become patients.
    function _patient(uint256 seed) private view returns (address) {
        return _isRare(seed) ? _anybody(seed) : people[6 + _draw(seed, 2)];
    }

    /// @dev Mostly a registrar of the hospital.
    function _registrar(uint256 seed, uint256 where) private view returns (address) {
        return _isRare(seed) ? _anybody(seed) : _holderOf(RoleIds.registrar(_hospital(where)));
    }

    function _report(uint256 seed) private view returns (bytes32) {
        return added[_draw(seed, added.length)].report;
    }

    function _hospital(uint256 seed) private pure returns (uint32) {
        return _draw(seed, 4) == 0 ? HARBOUR : NORTHFIELD;
    }

    /// @dev Mostly an appointment, because without doctors little happens.
    function _roleAndAccount(uint256 kind, uint256 whom) private view returns (bytes32, address) {
        uint256 drawn = _draw(kind, 8);
        if (drawn == 0) return (RoleIds.ATTESTER, _office(whom));
        if (drawn == 1) return (RoleIds.registrar(_hospital(whom)), _office(whom));
        return (RoleIds.doctor(_hospital(kind >> 1)), _doctor(whom));
    }

    function _isRare(uint256 seed) private pure returns (bool) {
        return _draw(~seed, 8) == 0;
    }

    /// @dev Evens out the runner's liking for extremes and for what it saw before.
    function _draw(uint256 seed, uint256 count) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed))) % count;
    }

    function _adminOf(bytes32 role) private view returns (address) {
        return _holderOf(registry.getRoleAdmin(role));
    }

    function _holderOf(bytes32 role) private view returns (address) {
        for (uint256 n; n < people.length; ++n) {
            if (registry.hasRole(role, people[n])) return people[n];
        }
        return address(0);
    }

    function _privateKeyOf(address account) private view returns (uint256 privateKey) {
        while (people[privateKey] != account) ++privateKey;
        ++privateKey;
    }
}
