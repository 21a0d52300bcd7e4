// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {cheats} from "./Cheats.sol";
import {ContractAccount} from "./ContractAccount.sol";

/// @dev Everybody, with real keys to sign with. One of them is a contract, whose owner signs for it.
abstract contract People {
    address[] internal people;
    /// @dev Who signs for an account; also of recovery authorisers, who are nobody's accounts.
    mapping(address account => uint256 privateKey) internal privateKeyOf;
    mapping(address holder => address authoriser) private authoriserOf;

    address internal admin = _person(1);
    address internal attester = _person(2);
    address internal registrar = _person(3);
    address internal harbourRegistrar = _person(4);
    address internal doctor = _person(5);
    address internal harbourDoctor = _person(6);
    address internal patient = _person(7);
    address internal otherPatient = _person(8);
    address internal newcomer = _person(9);
    address internal pauser = _person(10);
    address internal otherAttester = _person(11);
    address internal thirdDoctor = _person(12);
    address internal contractAccount = _contract(13);
    address internal newWallet = _person(14);
    address internal otherWallet = _person(15);

    /// @dev Makes the next call in the name of `account`. A prank lasts for one call, so whatever is sent is made before it.
    function _as(address account) internal virtual {
        cheats.prank(account);
    }

    /// @dev Who signed what the next call sends; for those who keep account of it.
    function _signedBy(address signer, address cosigner) internal virtual {} // solhint-disable-line no-empty-blocks

    function _goTo(uint256 moment) internal virtual {
        cheats.warp(moment);
    }

    /// @dev The recovery authoriser of whoever registers.
    function _authoriserOf(address holder) internal returns (address authoriser) {
        authoriser = authoriserOf[holder];
        if (authoriser != address(0)) return authoriser;

        authoriser = _known(uint256(keccak256(abi.encode("authoriser", holder))) >> 8);
        authoriserOf[holder] = authoriser;
    }

    function _known(uint256 privateKey) internal returns (address account) {
        account = cheats.addr(privateKey);
        privateKeyOf[account] = privateKey;
    }

    function _signWith(uint256 privateKey, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = cheats.sign(privateKey, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev A time up to `most`: half of those drawn are within a second of `moment`.
    function _near(uint256 moment, uint256 drawn, uint256 most) internal pure returns (uint256) {
        return drawn % 2 == 0 ? moment + ((drawn / 2) % 3) - 1 : drawn % most;
    }

    function _licenceOf(address account) internal pure returns (bytes32) {
        return keccak256(abi.encode("licence", account));
    }

    function _person(uint256 privateKey) private returns (address account) {
        account = _known(privateKey);
        people.push(account);
    }

    function _contract(uint256 privateKey) private returns (address account) {
        account = address(new ContractAccount(cheats.addr(privateKey)));
        privateKeyOf[account] = privateKey;
        people.push(account);
    }
}
