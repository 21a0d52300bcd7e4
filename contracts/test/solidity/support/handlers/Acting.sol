// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICareTeam} from "../../../../src/interfaces/ICareTeam.sol";
import {RoleIds} from "../../../../src/libraries/RoleIds.sol";
import {cheats} from "../Cheats.sol";
import {Ledger} from "../ledger/Ledger.sol";
import {Act, Rule} from "../ledger/Rulebook.sol";
import {World} from "../World.sol";

/// @dev How everybody acts at random. An action draws who does it, to whom and with what: mostly those who may, now and then
/// anybody. It makes one call. If the contracts refuse, it reverts, and the run's report counts it as such; if they do not, the
/// ledger is told who called, who signed, and what events there were.
abstract contract Acting is World {
    Ledger public ledger;

    struct Assigned {
        address doctor;
        bytes20 chart;
        uint32 hospital;
    }

    /// @dev Every assignment there ever was.
    Assigned[] internal _assignments;
    /// @dev Moments at which something becomes due or ends, to go near to.
    uint256[] private _deadlines;

    uint256 private immutable _salt;
    uint256 private _steps;
    /// @dev How many events the ledger knows.
    uint256 internal _moment;

    uint256 private transient _dice;
    address private transient _caller;
    address private transient _signer;
    address private transient _cosigner;
    uint256 private transient _signedAt;

    /// @param seed What everything is drawn from.
    modifier action(uint256 seed) {
        _dice = uint256(keccak256(abi.encode(seed, _salt, _steps)));
        ++_steps;
        // Whatever a call before this emitted and then undid.
        cheats.recordLogs();
        _;
        _settle();
    }

    /// @dev For what ends things: happens less often than what begins them, or little would ever be under way.
    modifier seldom(uint256 seed, uint256 oneIn) {
        cheats.assume(uint256(keccak256(abi.encode(seed, _salt))) % oneIn == 0);
        _;
    }

    constructor(uint256 salt) {
        _salt = salt;
        cheats.recordLogs();
        _deployContracts();
        ledger = new Ledger(DELAY, address(registry), address(records));
        _open();
    }

    /// @dev Ends the act before, if there was one, and begins another.
    function _as(address account) internal override {
        _settle();
        (_caller, _signer, _cosigner, _signedAt) = (account, address(0), address(0), _moment);
        cheats.prank(account);
    }

    function _goTo(uint256 time) internal override {
        _settle();
        super._goTo(time);
    }

    /// @dev Tells the ledger what happened, and in whose name.
    function _settle() internal {
        if (_caller == address(0)) return;
        _moment = ledger.fold(Act(_caller, _signer, _cosigner, _signedAt), cheats.getRecordedLogs());
        _caller = address(0);
    }

    /// @dev Notes that these accounts just signed what is about to be sent; zero when one did not. Goes after `_as`.
    function _signedBy(address signer, address cosigner) internal override {
        (_signer, _cosigner) = (signer, cosigner);
    }

    /// @dev Notes that an account signed at an earlier moment.
    function _signedBefore(address signer, uint256 signedAt) internal {
        (_signer, _signedAt) = (signer, signedAt);
    }

    /// @dev Sends what must not be refused, but may be when the one behind it is `isEntitled` to nothing.
    function _insist(bytes memory call, bool isEntitled) internal {
        (bool success, ) = address(records).call(call);
        if (success) return;
        cheats.recordLogs();
        cheats.assume(isEntitled);
        _complain(Rule.StopsSucceed, "a stop was refused");
    }

    function _complain(Rule rule, string memory how) internal {
        ledger.complain(rule, how);
    }

    function _expectDeadline(uint256 moment) internal {
        _deadlines.push(moment);
    }

    function _anyDeadline() internal returns (uint256) {
        return _deadlines.length == 0 ? 0 : _deadlines[_deadlines.length - 1 - _roll(_atMost(8, _deadlines.length))];
    }

    /// @dev Half the time goes to about when something is due: its first second, the one before, or later that day.
    function _wait(uint256 dueAt) internal {
        uint256 present = cheats.getBlockTimestamp();
        if (dueAt < present || dueAt > present + 31 days || _roll(2) == 0) return;
        _goTo([dueAt - 1, dueAt, dueAt + 1, dueAt + _roll(1 days)][_roll(4)]);
    }

    function _roll(uint256 sides) internal returns (uint256) {
        _dice = uint256(keccak256(abi.encode(_dice)));
        return _dice % sides;
    }

    function _rarely() internal returns (bool) {
        return _roll(10) == 0;
    }

    function _anybody() internal returns (address) {
        return people[_roll(people.length)];
    }

    /// @dev Mostly `account`, now and then anybody.
    function _mostly(address account) internal returns (address) {
        return _rarely() ? _anybody() : account;
    }

    /// @dev Mostly one of those who hold offices.
    function _official() internal returns (address) {
        return _mostly([admin, attester, registrar, harbourRegistrar, pauser, otherAttester][_roll(6)]);
    }

    /// @dev Mostly one of those who become doctors.
    function _doctor() internal returns (address) {
        return _mostly([doctor, harbourDoctor, thirdDoctor][_roll(3)]);
    }

    /// @dev Mostly one of those who become patients.
    function _futurePatient() internal returns (address) {
        return _mostly([newcomer, contractAccount, newWallet][_roll(3)]);
    }

    /// @dev Mostly one of those who take a chart over.
    function _successor() internal returns (address) {
        return _mostly([otherWallet, otherWallet, newWallet, contractAccount][_roll(4)]);
    }

    function _hospital() internal returns (uint32) {
        uint256 drawn = _roll(8);
        return drawn == 0 ? uint32(1 + _roll(4)) : (drawn < 3 ? HARBOUR : NORTHFIELD);
    }

    function _chart() internal returns (bytes20) {
        return ledger.charts(_roll(ledger.chartCount()));
    }

    function _report() internal returns (bytes32) {
        return ledger.reports(_roll(ledger.reportCount()));
    }

    /// @dev Somebody who holds a role; anybody when nobody does.
    function _holderOf(bytes32 role) internal returns (address) {
        address member = ledger.memberOf(role, _roll(type(uint256).max));
        return member == address(0) ? _anybody() : member;
    }

    /// @dev Mostly a registrar of the hospital, sometimes of the other.
    function _registrarOf(uint32 hospital) internal returns (address) {
        return _mostly(_holderOf(RoleIds.registrar(hospital)));
    }

    function _someCommitment() internal returns (bytes32) {
        return keccak256(abi.encode("commitment", _roll(type(uint256).max)));
    }

    /// @dev A chart and a hospital whose care for it is in a state; any when none is.
    function _careIn(ICareTeam.CareStatus status) internal returns (bytes20 chart, uint32 hospital) {
        (chart, hospital) = (_chart(), _hospital());
        uint256 count = ledger.chartCount() * 2;
        uint256 first = _roll(count);
        for (uint256 n; n < count && !_rarely(); ++n) {
            bytes20 other = ledger.charts(((first + n) % count) / 2);
            uint32 there = uint32(1 + ((first + n) % 2));
            if (ledger.careStatus(other, there) == status) return (other, there);
        }
    }

    /// @dev Somebody who was assigned lately, where, and to which chart; mostly.
    function _assigned() internal returns (address by, bytes20 chart, uint32 hospital) {
        Assigned memory drawn = _assignments[_assignments.length - 1 - _roll(_atMost(8, _assignments.length))];
        return (_mostly(drawn.doctor), drawn.chart, _rarely() ? _hospital() : drawn.hospital);
    }

    function _atMost(uint256 most, uint256 value) internal pure returns (uint256) {
        return value < most ? value : most;
    }
}
